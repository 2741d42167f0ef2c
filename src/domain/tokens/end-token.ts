import { and, eq, isNull, sql } from "drizzle-orm";
import type { Token } from "#contract/token.ts";
import { Refusal } from "#core/refusal.ts";
import type { MutationContext } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { auditedToken, findToken, nounOf, type TokenKind, toToken } from "./token-view.ts";

/** Ends a token for good: the very next request with it is refused. Of several at once one ends it, the others conflict. */
export async function endToken(ctx: MutationContext, kind: TokenKind, id: string): Promise<Token> {
  const { db, principal, now } = ctx;
  const before = await findToken(db, principal, kind, id);
  const ended = await db
    .update(credentials)
    .set({ revokedAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
    .where(and(eq(credentials.id, id), eq(credentials.kind, kind), isNull(credentials.revokedAt)))
    .returning({ id: credentials.id });
  if (ended.length === 0) throw new Refusal("conflict", "This token was revoked. Revoking is for good.");
  const after = await findToken(db, principal, kind, id);
  const noun = nounOf[kind];
  ctx.record({
    action: `${noun}.revoked`,
    target: { type: noun, id, name: before.token.name },
    before: auditedToken(before),
    after: auditedToken(after),
  });
  ctx.changed({ credential: id });
  return toToken(after, principal);
}
