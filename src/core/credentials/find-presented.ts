import { eq } from "drizzle-orm";
import { refreshTokens } from "#db/schema/tokens.ts";
import type { Runtime } from "../runtime.ts";
import type { CredentialRecord } from "./credential-record.ts";
import { hashSecret, isRefreshToken } from "./secret.ts";

/**
 * What anything that was ever issued here stands for, refresh tokens included; null: nobody was given that. For those
 * who end what they hold or have found; a request is admitted by `resolver.find` alone.
 */
export async function findPresented(runtime: Runtime, presented: string): Promise<CredentialRecord | null> {
  const { db, config, resolver } = runtime;
  if (!isRefreshToken(presented, config.secretPrefix)) return resolver.find(presented);
  const [row] = await db
    .select({ sessionId: refreshTokens.sessionId })
    .from(refreshTokens)
    .where(eq(refreshTokens.hash, hashSecret(presented)));
  return row ? resolver.session(row.sessionId) : null;
}
