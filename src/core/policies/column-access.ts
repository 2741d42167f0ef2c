import type { Mask, PolicyRules } from "#contract/policy.ts";

/** What is shown of a column: all of it (null), a mask, or nothing. */
export type Access = Mask | "hidden" | null;

/** What one policy says of a column. */
export function accessUnder(policy: Pick<PolicyRules, "columns" | "other_columns">, name: string): Access {
  const rule = policy.columns.find((column) => column.name === name);
  if (!rule) return policy.other_columns === "hidden" ? "hidden" : null;
  if (rule.access === "masked") return rule.mask ?? "full";
  return rule.access === "hidden" ? "hidden" : null;
}

/**
 * What is left when two policies speak of a column: whatever either of them withholds. A hash withholds the last four
 * characters and these withhold which values are equal, so of the two together nothing is left.
 */
export function stricter(a: Access, b: Access): Access {
  if (a === b || b === null) return a;
  if (a === null) return b;
  return a === "hidden" || b === "hidden" ? "hidden" : "full";
}
