import { and, asc, eq, sql } from "drizzle-orm";
import type { KeyDecision } from "#contract/member.ts";
import { type Role, scopesOfRole, seesEverybody } from "#contract/role.ts";
import { intersectScopes } from "#contract/scope.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { requireGrantable } from "../authorize.ts";
import { keepBound } from "../policies/keep-bound.ts";
import { invalidField, Refusal } from "../refusal.ts";
import type { MutationContext } from "../verb.ts";
import { heirsOf } from "./heirs.ts";
import { livingKeysOf } from "./living-keys.ts";
import { makeSuccessor } from "./make-successor.ts";

type Leaver = { id: string; name: string; role: Role };
type KeyRow = typeof credentials.$inferSelect;

/**
 * Carries out what was decided for the keys of whoever goes: each of them, and no other. A key that goes on keeps its id,
 * secret and history, and no request with it is lost; its scopes become what they were worth under its owner's role of
 * now, so nothing comes back to it, and its new owner may not be more than the old one, so nothing is added.
 */
export async function decideKeys(
  ctx: MutationContext,
  leaver: Leaver,
  decisions: readonly KeyDecision[],
): Promise<{ handed_over: number; revoked: number; service_account_id: string | null }> {
  const { db, principal, now } = ctx;
  const keys = await lockKeys(db, principal.orgId, leaver.id);
  requireAllDecided(keys, decisions);
  const goesOn = decisions.some(({ action }) => action !== "revoke");
  if (goesOn && !seesEverybody(principal.role))
    throw new Refusal("forbidden", "Only an owner or admin hands keys over. You can revoke yours.");

  const needsSuccessor = decisions.some(
    (decision) => decision.action === "revoke_at" || (decision.action === "hand_over" && decision.to === undefined),
  );
  const successor = needsSuccessor ? await makeSuccessor(ctx, leaver) : null;
  const heirs = decisions.some((decision) => decision.action === "hand_over" && decision.to !== undefined)
    ? new Map((await heirsOf(db, principal, leaver)).map((heir) => [heir.id, heir]))
    : new Map();

  for (const [index, decision] of decisions.entries()) {
    const key = keys.get(decision.key_id) as KeyRow;
    ctx.changed({ credential: key.id });
    if (decision.action === "revoke") {
      await update(db, key, { revokedAt: now, updatedAt: now });
      const status = { name: key.name, hint: key.hint };
      ctx.record({
        action: "key.revoked",
        target: target(key),
        before: status,
        after: { ...status, status: "revoked" },
      });
      continue;
    }
    const effective = intersectScopes(key.scopes, scopesOfRole[leaver.role]);
    requireGrantable(principal, effective);
    const named = decision.action === "hand_over" ? decision.to : undefined;
    const heir = named === undefined ? successor : heirs.get(named);
    if (!heir) throw invalidField(`keys.${index}.to`, "unknown", "There is no such member or service account.");
    if (heir.reason) throw invalidField(`keys.${index}.to`, "would_gain", heir.reason);
    const expiresAt = decision.action === "revoke_at" ? endOf(key, decision.at, now, index) : key.expiresAt;
    const narrowed = effective.length < key.scopes.length;
    await update(db, key, {
      ownerId: heir.id,
      scopes: effective,
      ...(narrowed && { preset: "custom" as const }),
      expiresAt,
      updatedAt: now,
    });
    await keepBound(ctx, key.id, { userId: leaver.id, role: leaver.role }, { userId: heir.id, role: heir.role });
    ctx.record({
      action: "key.handed_over",
      target: target(key),
      before: { owner: leaver.id, owner_name: leaver.name, scopes: key.scopes, expires_at: iso(key.expiresAt) },
      after: { owner: heir.id, owner_name: heir.name, scopes: effective, expires_at: iso(expiresAt) },
    });
  }
  const revoked = decisions.filter(({ action }) => action === "revoke").length;
  return { handed_over: decisions.length - revoked, revoked, service_account_id: successor?.id ?? null };
}

const iso = (time: Date | null) => time?.toISOString() ?? null;
const target = ({ id, name }: KeyRow) => ({ type: "key", id, name });

async function lockKeys(db: Db, orgId: string, ownerId: string): Promise<Map<string, KeyRow>> {
  const rows = await db
    .select()
    .from(credentials)
    .where(livingKeysOf(orgId, ownerId))
    .orderBy(asc(credentials.id))
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
}

function requireAllDecided(keys: ReadonlyMap<string, KeyRow>, decisions: readonly KeyDecision[]): void {
  const seen = new Set<string>();
  for (const [index, { key_id }] of decisions.entries()) {
    const attr = `keys.${index}.key_id`;
    if (!keys.has(key_id))
      throw invalidField(attr, "unknown", `${key_id} is not among the keys that have to be decided on.`);
    if (seen.has(key_id)) throw invalidField(attr, "twice", `${key_id} is named twice.`);
    seen.add(key_id);
  }
  const missing = [...keys.values()].filter(({ id }) => !seen.has(id));
  if (missing.length > 0)
    throw new Refusal(
      "conflict",
      `Decide on every key first. Missing: ${missing.map(({ name, id }) => `${name} (${id})`).join(", ")}.`,
      {
        errors: missing.map(({ id, name }) => ({ attr: "keys", code: "undecided_key", detail: `${id} ${name}` })),
      },
    );
}

/** A date only brings the end of a key forward. */
function endOf(key: KeyRow, at: string, now: Date, index: number): Date {
  const end = new Date(at);
  const attr = `keys.${index}.at`;
  if (end <= now)
    throw invalidField(attr, "too_early", "The date must lie in the future. To end a key now, revoke it.");
  if (key.expiresAt !== null && end > key.expiresAt)
    throw invalidField(attr, "too_late", `This key expires before that, at ${key.expiresAt.toISOString()}.`);
  return end;
}

async function update(db: Db, { id, orgId }: KeyRow, values: Partial<KeyRow>): Promise<void> {
  await db
    .update(credentials)
    .set({ ...values, version: sql`${credentials.version} + 1` })
    .where(and(eq(credentials.orgId, orgId ?? ""), eq(credentials.id, id)));
}
