import { comparisonsIn } from "#contract/row-condition.ts";
import { holdsScope } from "#contract/scope.ts";
import type { Db } from "#db/client.ts";
import type { Principal } from "../principal.ts";
import { findSource } from "../reading/find-source.ts";
import type { SourceView } from "../reading/source-view.ts";
import { Refusal } from "../refusal.ts";
import { bearerOf, bindingOf } from "./bearer.ts";
import type { Ruling } from "./policies-on.ts";
import { type ViewedSource, viewUnder } from "./view-of-source.ts";

/**
 * What `target` sees of a source, as far as `viewer` sees it too: looking through somebody else's eyes shows nothing that
 * one's own do not. Refuses with `policy_violation` where the target sees nothing, or where which rows it sees would tell
 * of a column that the viewer may not read.
 */
export async function viewAs(
  db: Db,
  policies: readonly Ruling[],
  viewer: Principal,
  target: Principal,
  source: ViewedSource,
): Promise<SourceView> {
  await requireSeesSource(db, target, source);
  const own = await viewUnder(db, policies, [viewer], source);
  if (own.refused !== null) throw new Refusal("policy_violation", own.refused);
  const readable = new Set(own.columns.flatMap(({ name, mask }) => (mask === null ? name : [])));
  const bearer = bearerOf(target);
  const asked = policies
    .filter(({ applies_to }) => bindingOf(applies_to, bearer) !== null)
    .flatMap(({ rows }) => (rows === null ? [] : comparisonsIn(rows, "")));
  if (asked.some(({ comparison: { column } }) => column !== undefined && !readable.has(column)))
    throw new Refusal(
      "policy_violation",
      "Which rows they see depends on a column that a policy keeps from you, so it is kept from you as well.",
    );
  const view = await viewUnder(db, policies, [viewer, target], source);
  if (view.refused !== null) throw new Refusal("policy_violation", view.refused);
  return view;
}

async function requireSeesSource(db: Db, target: Principal, { id }: ViewedSource): Promise<void> {
  const { name } = target.via.kind === "session" ? target.user : target.via;
  if (!holdsScope(target.scopes, "data:read"))
    throw new Refusal("policy_violation", `${name} does not hold data:read, and reads no rows at all.`);
  const sees = await findSource(db, target, id).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (!sees)
    throw new Refusal("policy_violation", `${name} is not in the project of this source, and does not see it at all.`);
}
