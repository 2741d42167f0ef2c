import { createHmac } from "node:crypto";
import { and, type SQL, sql } from "drizzle-orm";
import { comparisonsIn, type RowCondition } from "#contract/row-condition.ts";
import type { Db } from "#db/client.ts";
import type { sources } from "#db/schema/sources.ts";
import { canonicalJson } from "../audit/canonical.ts";
import type { Principal } from "../principal.ts";
import type { ReadableColumn, SourceView } from "../reading/source-view.ts";
import { attributesOf } from "./attributes-of.ts";
import { bearerOf, bindingOf } from "./bearer.ts";
import { type Access, accessUnder, stricter } from "./column-access.ts";
import { compileRows } from "./compile-rows.ts";
import { maskSecret } from "./mask-key.ts";
import { misfitsOf } from "./misfits-of.ts";
import { policiesOn, type Ruling } from "./policies-on.ts";

export type ViewedSource = Pick<typeof sources.$inferSelect, "id" | "projectId" | "tableName" | "columns">;

/** What a principal may read of a source that it sees, under the policies of this moment. */
export const viewOfSource = async (db: Db, principal: Principal, source: ViewedSource): Promise<SourceView> =>
  viewUnder(db, await policiesOn(db, principal.orgId, source.id), [principal], source);

/**
 * What is left of a source when each of `viewers` withholds from it what policies withhold from them: of several, what
 * all of them see. Policies only take away: what any of them hides is hidden, and a row is there if every one that binds
 * says so.
 */
export async function viewUnder(
  db: Db,
  policies: readonly Ruling[],
  viewers: readonly Principal[],
  source: ViewedSource,
): Promise<SourceView> {
  const rulings = viewers.flatMap((viewer) =>
    policies
      .filter(({ applies_to }) => bindingOf(applies_to, bearerOf(viewer)) !== null)
      .map((policy) => ({ viewer, policy })),
  );
  if (rulings.length === 0) return everythingOf(source);
  if (rulings.some(({ policy }) => misfitsOf(policy, source.columns).length > 0)) return nothingOf(source);

  const tests: SQL[] = [];
  const told: unknown[] = [];
  for (const { viewer, policy } of rulings) {
    if (policy.rows === null) continue;
    const attributes = await attributesOf(db, viewer, source.projectId, attributesIn(policy.rows));
    tests.push(compileRows(policy.rows, source.columns, attributes));
    told.push([policy.rows, [...attributesIn(policy.rows)].map((name) => [name, attributes.get(name) ?? null])]);
  }
  const columns = source.columns.flatMap((column): ReadableColumn[] => {
    const access = rulings.reduce<Access>((so, { policy }) => stricter(so, accessUnder(policy, column.name)), null);
    told.push([column.name, access]);
    if (access === "hidden") return [];
    // Through a mask no cell looks empty.
    return [{ ...column, nullable: access === null && column.nullable, mask: access }];
  });
  const [{ orgId } = { orgId: "" }] = viewers;
  const secret = await maskSecret(db, orgId);
  const where = and(...tests);
  return {
    tableName: source.tableName,
    columns,
    where,
    fingerprint: createHmac("sha256", secret).update(canonicalJson(told)).digest("base64url").slice(0, 16),
    rowSecret: where === undefined ? null : secret,
    refused: null,
  };
}

const attributesIn = (rows: RowCondition): ReadonlySet<string> =>
  new Set(comparisonsIn(rows, "").flatMap(({ comparison }) => comparison.attribute ?? []));

const everythingOf = (source: ViewedSource): SourceView => ({
  tableName: source.tableName,
  columns: source.columns.map((column) => ({ ...column, mask: null })),
  where: undefined,
  fingerprint: "all",
  rowSecret: null,
  refused: null,
});

/** A policy that no longer fits the source may have hidden what now has another name: nothing is shown. */
const nothingOf = (source: ViewedSource): SourceView => ({
  tableName: source.tableName,
  columns: [],
  where: sql`false`,
  fingerprint: "none",
  rowSecret: null,
  refused:
    "A policy limits what you see of this source, and the source has changed since: it does not fit any more. An admin has to look at it under Policies.",
});
