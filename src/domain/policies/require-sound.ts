import type { PolicyRules } from "#contract/policy.ts";
import { misfitsOf } from "#core/policies/misfits-of.ts";
import type { Principal } from "#core/principal.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import type { sources } from "#db/schema/sources.ts";
import { namesOf } from "./policy-view.ts";

type Known = { db: Db; principal: Principal; source: Pick<typeof sources.$inferSelect, "columns"> };

/** Refuses a policy that would limit nothing, does not fit its source, or names somebody who is not there. */
export async function requireSound(
  { db, principal, source }: Known,
  rules: PolicyRules,
  already: PolicyRules["applies_to"] = [],
): Promise<void> {
  requireDistinct(rules);
  const misfits = misfitsOf(rules, source.columns);
  const [first] = misfits;
  if (first) throw new Refusal("invalid_input", first.detail, { errors: misfits });
  const limits =
    rules.rows !== null || rules.other_columns === "hidden" || rules.columns.some(({ access }) => access !== "visible");
  if (!limits)
    throw invalidField(
      "rows",
      "limits_nothing",
      "This policy would limit nothing. Say which rows are there, or mask or hide a column.",
    );

  // Whoever has gone since may stay named; nobody new may be made up.
  const kept = new Set(already.map((subject) => JSON.stringify(subject)));
  const asked = rules.applies_to.flatMap((subject, index) =>
    "id" in subject && !kept.has(JSON.stringify(subject)) ? [{ ...subject, index }] : [],
  );
  const names = await namesOf(
    db,
    principal.orgId,
    asked.map(({ id }) => id),
  );
  for (const { id, type, index } of asked)
    if (!names.has(id) || !id.startsWith(prefixOf[type]))
      throw invalidField(`applies_to.${index}.id`, "unknown", `There is no such ${type.replace("_", " ")}.`);
}

const prefixOf = { member: "user_", service_account: "sa_", key: "key_" } as const;

function requireDistinct({ applies_to, columns }: PolicyRules): void {
  for (const [index, { name }] of columns.entries())
    if (columns.findIndex((column) => column.name === name) < index)
      throw invalidField(`columns.${index}.name`, "duplicate", `The column ${JSON.stringify(name)} is named twice.`);
  const subjects = applies_to.map((subject) => JSON.stringify(subject));
  for (const [index, subject] of subjects.entries())
    if (subjects.indexOf(subject) < index)
      throw invalidField(`applies_to.${index}`, "duplicate", "This is named twice.");
}
