import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { NamedSubject, Policy, PolicyRules, PolicySubject } from "#contract/policy.ts";
import { misfitsOf } from "#core/policies/misfits-of.ts";
import type { Principal } from "#core/principal.ts";
import { visibleSources } from "#core/reading/find-source.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { policies } from "#db/schema/policies.ts";
import { sources } from "#db/schema/sources.ts";
import { users } from "#db/schema/users.ts";

export type PolicyRow = {
  policy: typeof policies.$inferSelect;
  source: Pick<typeof sources.$inferSelect, "id" | "name" | "columns">;
  creator: { id: string; name: string };
};

export const selectPolicies = (db: Db) =>
  db
    .select({
      policy: policies,
      source: { id: sources.id, name: sources.name, columns: sources.columns },
      creator: { id: users.id, name: users.name },
    })
    .from(policies)
    .innerJoin(sources, and(eq(sources.id, policies.sourceId), eq(sources.orgId, policies.orgId)))
    .innerJoin(users, eq(users.id, policies.createdBy));

/** The policies of the principal's organization, on the sources that it sees. */
export const visiblePolicies = (principal: Principal): SQL | undefined =>
  and(eq(policies.orgId, principal.orgId), visibleSources(principal));

/** One policy that the principal may see, or `not_found`. */
export async function findPolicy(db: Db, principal: Principal, id: string): Promise<PolicyRow> {
  const [row] = await selectPolicies(db).where(and(visiblePolicies(principal), eq(policies.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such policy.");
  return row;
}

/** The same, locked until the end of the transaction. */
export async function lockPolicy(db: Db, principal: Principal, id: string): Promise<PolicyRow> {
  await db
    .select({ id: policies.id })
    .from(policies)
    .where(and(eq(policies.orgId, principal.orgId), eq(policies.id, id)))
    .for("update");
  return findPolicy(db, principal, id);
}

/** The names of members, service accounts and keys of the organization, by id. */
export async function namesOf(db: Db, orgId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const people = await db
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, orgId), inArray(memberships.userId, [...ids])));
  const keys = await db
    .select({ id: credentials.id, name: credentials.name })
    .from(credentials)
    .where(
      and(
        eq(credentials.orgId, orgId),
        eq(credentials.kind, "api_key"),
        inArray(credentials.id, [...ids]),
        sql`${credentials.revokedAt} is null`,
      ),
    );
  return new Map([...people, ...keys].map(({ id, name }) => [id, name]));
}

const idsOf = (subjects: readonly PolicySubject[]): string[] =>
  subjects.flatMap((subject) => ("id" in subject ? [subject.id] : []));

/** Policies as they are shown, with the names of whom they bind. */
export async function toPolicies(db: Db, { orgId }: Principal, rows: readonly PolicyRow[]): Promise<Policy[]> {
  const names = await namesOf(db, orgId, [...new Set(rows.flatMap(({ policy }) => idsOf(policy.appliesTo)))]);
  const named = (subject: PolicySubject): NamedSubject =>
    "id" in subject ? { ...subject, name: names.get(subject.id) ?? null } : subject;
  return rows.map(({ policy, source, creator }) => ({
    id: policy.id,
    name: policy.name,
    description: policy.description,
    source: { id: source.id, name: source.name },
    applies_to: policy.appliesTo.map(named),
    rows: policy.rows,
    columns: policy.columns.map(({ name, access, mask }) => ({
      name,
      access,
      mask: access === "masked" ? (mask ?? "full") : null,
    })),
    other_columns: policy.otherColumns,
    attention: misfitsOf(policy, source.columns).map(({ detail }) => detail),
    created_at: policy.createdAt.toISOString(),
    updated_at: policy.updatedAt.toISOString(),
    created_by: creator,
    version: policy.version,
  }));
}

export async function toPolicy(db: Db, principal: Principal, row: PolicyRow): Promise<Policy> {
  const [policy] = await toPolicies(db, principal, [row]);
  if (!policy) throw new Error("one row gives one policy");
  return policy;
}

/** What a policy says, as it is checked, compiled and audited. */
export const rulesOf = ({ policy }: PolicyRow): PolicyRules => ({
  source_id: policy.sourceId,
  applies_to: policy.appliesTo,
  rows: policy.rows,
  columns: policy.columns,
  other_columns: policy.otherColumns,
});

/** What the audit log keeps: all of it. Compared values are part of the rule, not data that it protects. */
export const auditedPolicy = (row: PolicyRow) => ({
  name: row.policy.name,
  description: row.policy.description,
  ...rulesOf(row),
});
