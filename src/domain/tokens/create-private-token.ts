import { eq, sql } from "drizzle-orm";
import { CreatedToken, CreatePrivateTokenInput } from "#contract/token.ts";
import { decideExpiry } from "#core/credentials/decide-expiry.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { mintAccessToken } from "#core/tokens/access-token.ts";
import { type MutationContext, mutation } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { signingKeys } from "#db/schema/tokens.ts";
import { newId } from "#lib/id.ts";
import { decideGrant } from "./decide-grant.ts";
import { auditedToken, findToken, toToken } from "./token-view.ts";

const KIND = "private_token";
const DAY_MS = 86_400_000;
/** For the way from the caller's clock to ours. */
const LEEWAY_MS = 60_000;

/**
 * Exchanges a session for a signed token that lives from a day to a year. Its expiry stands in it and cannot be changed;
 * its row, found by its `jti`, can end it before. Nothing of the token itself is stored.
 */
export const createPrivateToken = mutation(
  {
    name: "private_tokens.create",
    scope: "keys:write",
    sessionOnly: true,
    input: CreatePrivateTokenInput,
    output: CreatedToken,
    secretFields: ["token"],
    prepare: ({ runtime }) => runtime.signingKeys.signingKey(),
  },
  async (ctx, input, key) => {
    const { db, principal, now, runtime } = ctx;
    const expiresAt = decideLife(ctx, input.expires_at);
    const { preset, scopes } = await decideGrant(ctx, KIND, input);
    const id = newId("tok", now.getTime());
    const token = mintAccessToken(key, runtime.config.publicUrl, {
      id,
      principal,
      credentialId: id,
      scopes,
      issuedAt: now,
      expiresAt,
    });
    const { orgId, user } = principal;
    // The key that signed it has to be published for as long as it lives.
    const kept = await db
      .update(signingKeys)
      .set({ neededUntil: sql`greatest(${signingKeys.neededUntil}, ${expiresAt.toISOString()}::timestamptz)` })
      .where(eq(signingKeys.kid, key.kid))
      .returning({ kid: signingKeys.kid });
    // It was withdrawn a moment ago; this instance is about to hear of it.
    if (kept.length === 0) throw new Refusal("unavailable", undefined, { retry_after: 1 });
    await db.insert(credentials).values({
      id,
      orgId,
      kind: KIND,
      type: "live",
      name: input.name,
      hint: `eyJ...${token.slice(-4)}`,
      preset,
      scopes,
      ownerId: user.id,
      createdBy: user.id,
      expiresAt,
      signedBy: key.kid,
      createdAt: now,
      updatedAt: now,
    });
    const row = await findToken(db, principal, KIND, id);
    const target = { type: "private_token", id, name: input.name };
    ctx.record({ action: "private_token.created", target, after: auditedToken(row) });
    return { ...toToken(row, principal), token };
  },
);

/** From a day to a year, within the organization's rules, in whole seconds as the token says it. */
function decideLife({ principal, now }: MutationContext, asked: string): Date {
  const askedMs = new Date(asked).getTime();
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  if (askedMs < now.getTime() + DAY_MS - LEEWAY_MS)
    throw invalidField("expires_at", "too_early", "A private token lives at least a day. For less, log in instead.");
  if (askedMs > year.getTime() + LEEWAY_MS)
    throw invalidField("expires_at", "too_late", "A private token lives at most a year.");
  const allowed = decideExpiry(principal, asked, now) ?? new Date(askedMs);
  return new Date(Math.floor(allowed.getTime() / 1000) * 1000);
}
