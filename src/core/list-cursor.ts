import { Refusal } from "./refusal.ts";

/** What can stand at a place of a cursor: texts and times (ISO 8601 or `infinity`) as strings, counts from 0 up. */
type Places = { text: string; time: string; count: number };
type Values<P extends readonly (keyof Places)[]> = { -readonly [I in keyof P]: Places[P[I]] };

/** A cursor is opaque to clients: the sort values of the last item, base64url. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

/** Whatever passes is something that PostgreSQL takes, so that a forged cursor is refused here and not half-way. */
const tests: Record<keyof Places, (value: unknown) => boolean> = {
  text: (value) => typeof value === "string" && !value.includes("\0") && value.isWellFormed(),
  time: (value) =>
    typeof value === "string" &&
    /^(?:-?infinity|\d{4}-\d\d-\d\dT[\d:.]{12}Z)$/.test(value) &&
    (value.endsWith("y") || (value >= "0001" && Number.isFinite(Date.parse(value)))),
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};

/** The values of a cursor that `encodeCursor` made, or a refusal: cursors come back from clients. */
export function decodeCursor<const P extends readonly (keyof Places)[]>(cursor: string, places: P): Values<P> {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      Array.isArray(values) &&
      values.length === places.length &&
      places.every((place, index) => tests[place](values[index]))
    )
      return values as Values<P>;
  } catch {
    // refused below
  }
  throw new Refusal("invalid_input", "The cursor is not one that a list gave.", {
    errors: [{ attr: "cursor", code: "invalid_cursor", detail: "Send next_cursor as it was given." }],
  });
}
