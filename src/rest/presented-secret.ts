import type { IncomingMessage } from "node:http";
import { Refusal } from "#core/refusal.ts";

/** RFC 6750 §2.1. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * The secret that a request carries: `Authorization: Bearer`, `X-API-Key`, `X-Share-Token` or `?share_token=`; null if
 * none. Two different ones are refused: it would be unclear who calls.
 */
export function presentedSecret({ headers }: IncomingMessage, search: string): string | null {
  let secret: string | null = null;
  const { authorization } = headers;
  if (authorization !== undefined) {
    const bearer = BEARER.exec(authorization)?.[1];
    if (!bearer)
      throw new Refusal("invalid_request", "The Authorization header must be: Bearer, a space, and the credential.");
    secret = bearer;
  }
  const key = headers["x-api-key"];
  if (key !== undefined) secret = theOnly(secret, String(key).trim());
  const share = headers["x-share-token"];
  if (share !== undefined) secret = theOnly(secret, shareToken(String(share).trim()));
  if (search.includes("share_token="))
    for (const token of new URLSearchParams(search).getAll("share_token")) secret = theOnly(secret, shareToken(token));
  return secret;
}

/** An address ends up in logs and histories, so nothing stronger than a share token is taken from one. */
function shareToken(presented: string): string {
  if (!/^[a-z0-9]+_share_/.test(presented)) throw new Refusal("invalid_token", "This is not a share token.");
  return presented;
}

function theOnly(before: string | null, presented: string): string {
  if (before !== null && before !== presented) throw new Refusal("ambiguous_credential");
  return presented;
}
