const DAY_MS = 86_400_000;

/** A number of days, `date` or `never`; `expires_on` belongs to the choice "date". */
export type ExpiryChoice = { expires_at: string; expires_on: string };

/** The last moment of a day, as the reader's calendar has it. */
export const endOfDay = (day: string): string => {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? "" : end.toISOString();
};

/** The choice as the moment at which the credential ends; null: never. */
export function expiryOf({ expires_at, expires_on }: ExpiryChoice): string | null {
  if (expires_at === "never") return null;
  if (expires_at === "date") return endOfDay(expires_on);
  return new Date(Date.now() + Number(expires_at) * DAY_MS).toISOString();
}
