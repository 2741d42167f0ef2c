import { and, eq, sql } from "drizzle-orm";
import { Key, UpdateKeyInput } from "#contract/key.ts";
import { expandScopes, holdsScope, isReadScope, type Scope } from "#contract/scope.ts";
import { decideExpiry } from "#core/credentials/decide-expiry.ts";
import { requireFreeMetadata } from "#core/policies/require-free-metadata.ts";
import { livesLonger, requireCreationOpen, requireGrant } from "#core/policy/require-mintable.ts";
import { requireVersion } from "#core/precondition.ts";
import { invalidField } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { requireOwnLimit, requireWithin } from "./key-rules.ts";
import { auditedKey, findKey, lockKey, requireLiving, toKey } from "./key-view.ts";

/** Renames, narrows or re-binds a key. What it gains may not exceed what the caller could grant anew. */
export const updateKey = mutation(
  { name: "keys.update", scope: "keys:write", input: UpdateKeyInput, output: Key },
  async (ctx, { id, ...asked }) => {
    const { db, principal, now } = ctx;
    const before = await lockKey(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.key.version);
    requireLiving(before);
    const { key } = before;

    const scopes = asked.scopes === undefined ? key.scopes : keptScopes(asked.scopes, key.type === "read_only");
    const gained = scopes.filter((scope) => !holdsScope(key.scopes, scope));
    const expiresAt =
      asked.expires_at === undefined ? key.expiresAt : decideExpiry(principal, asked.expires_at, now, key.createdAt);
    if (livesLonger(key.expiresAt, expiresAt)) requireCreationOpen(principal);
    const allowedIps = asked.allowed_ips ?? key.allowedIps;
    const rateLimit = asked.rate_limit === undefined ? key.rateLimit : asked.rate_limit;
    if (rateLimit !== key.rateLimit) requireOwnLimit(principal, rateLimit);
    const reaches = asked.expires_at !== undefined || asked.allowed_ips !== undefined || asked.rate_limit !== undefined;
    if (gained.length > 0) requireGrant(principal, { preset: "custom", scopes }, now);
    if (gained.length > 0 || reaches) requireWithin(principal, gained, { expiresAt, allowedIps, rateLimit });

    if (before.owner.kind === "service_account" && asked.metadata !== undefined)
      await requireFreeMetadata(db, principal, key.metadata, asked.metadata);
    await db
      .update(credentials)
      .set({
        name: asked.name ?? key.name,
        scopes,
        preset: asked.scopes === undefined ? key.preset : "custom",
        allowedIps,
        rateLimit,
        expiresAt,
        metadata: asked.metadata ?? key.metadata,
        updatedAt: now,
        version: sql`${credentials.version} + 1`,
      })
      .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id)));

    const after = await findKey(db, principal, id);
    ctx.record({
      action: "key.updated",
      target: { type: "key", id, name: after.key.name },
      before: auditedKey(before),
      after: auditedKey(after),
    });
    ctx.changed({ credential: id });
    return toKey(after, principal);
  },
);

function keptScopes(asked: readonly Scope[], readOnly: boolean): Scope[] {
  const scopes = expandScopes(readOnly ? asked.filter(isReadScope) : asked);
  if (scopes.length === 0) throw invalidField("scopes", "too_small", "Choose at least one scope, or revoke the key.");
  return scopes;
}
