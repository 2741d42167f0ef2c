import type { KeyDecision, RemovalPlan } from "#contract/member.ts";

/** What stands in the form for one key: `new` (a new service account), an heir's id, `revoke` or `date`. */
export type Choice = { what: string; on: string };
export type Choices = Readonly<Record<string, Choice>>;

const DAY_MS = 86_400_000;
/** The earliest day that can be named, in the reader's own time zone. */
export const tomorrow = (): string => dayOf(new Date(Date.now() + DAY_MS));
const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** The decisions as the server wants them; null while one is missing. */
export function decisionsOf(plan: Pick<RemovalPlan, "keys">, choices: Choices): KeyDecision[] | null {
  const decided = plan.keys.map(({ id }) => decisionOf(id, choices[id]));
  return decided.every((each) => each !== null) ? decided : null;
}

function decisionOf(key_id: string, choice: Choice | undefined): KeyDecision | null {
  if (!choice) return null;
  switch (choice.what) {
    case "revoke":
      return { key_id, action: "revoke" };
    case "new":
      return { key_id, action: "hand_over" };
    case "date": {
      // To the end of that day.
      const at = new Date(`${choice.on}T23:59:59`);
      return Number.isNaN(at.getTime()) ? null : { key_id, action: "revoke_at", at: at.toISOString() };
    }
    default:
      return { key_id, action: "hand_over", to: choice.what };
  }
}
