import { eq } from "drizzle-orm";
import { comparisonsIn, metadataName } from "#contract/row-condition.ts";
import { holdsScope } from "#contract/scope.ts";
import type { Db } from "#db/client.ts";
import { policies } from "#db/schema/policies.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

type Metadata = Readonly<Record<string, string>>;

/** Metadata of a service account's key that some policy looks at decides what it reads: set by who may write policies. */
export async function requireFreeMetadata(
  db: Db,
  principal: Principal,
  before: Metadata,
  after: Metadata,
): Promise<void> {
  const changed = new Set(
    [...Object.keys(before), ...Object.keys(after)].filter((name) => before[name] !== after[name]),
  );
  if (changed.size === 0 || holdsScope(principal.scopes, "policies:write")) return;
  const all = await db.select({ rows: policies.rows }).from(policies).where(eq(policies.orgId, principal.orgId));
  const looked = all
    .flatMap(({ rows }) => (rows === null ? [] : comparisonsIn(rows, "")))
    .flatMap(({ comparison }) => metadataName(comparison.attribute ?? "") ?? [])
    .find((name) => changed.has(name));
  if (looked !== undefined)
    throw new Refusal(
      "policy_violation",
      `A data policy looks at the metadata ${looked}, so only who may write policies sets it on a service account's key.`,
    );
}
