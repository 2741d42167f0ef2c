import type * as z from "zod";
import type { LoggedIn } from "#contract/login.ts";
import { newId } from "#lib/id.ts";
import { refusalOf } from "../credentials/resolve.ts";
import { Refusal } from "../refusal.ts";
import type { Runtime } from "../runtime.ts";
import { mintAccessToken } from "./access-token.ts";
import { ACCESS_TOKEN_SECONDS } from "./signing-key-times.ts";

/**
 * Signs an access token for a session as it is now: for the organization and role of now, for an hour or until the
 * session ends. Refuses if the session is no longer good.
 */
export async function issueSessionTokens(
  { resolver, signingKeys, clock, config }: Runtime,
  sessionId: string,
  refreshToken: string,
): Promise<z.infer<typeof LoggedIn>> {
  const record = await resolver.session(sessionId);
  if (!record) throw new Refusal("invalid_token");
  const now = clock.now();
  const refusal = refusalOf(record, now.getTime());
  if (refusal) throw refusal;
  const seconds = Math.floor(Math.min(ACCESS_TOKEN_SECONDS, (record.expiresAtMs - now.getTime()) / 1000));
  const { principal } = record;
  const accessToken = mintAccessToken(await signingKeys.signingKey(), config.publicUrl, {
    id: newId("at"),
    principal,
    credentialId: sessionId,
    sessionId,
    scopes: principal.scopes,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
  });
  return {
    access_token: accessToken,
    token_type: "bearer",
    expires_in: seconds,
    refresh_token: refreshToken,
    organization_id: principal.orgId,
  };
}
