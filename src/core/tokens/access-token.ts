import type { KeyObject } from "node:crypto";
import { expandScopes, Scope } from "#contract/scope.ts";
import type { Principal } from "../principal.ts";
import { isSignedBy, signJwt, takeApart, type UnverifiedJwt } from "./jwt.ts";
import type { KeyRing, SigningKey } from "./key-ring.ts";

/** RFC 9068 §2.1: no token of another kind can be taken for an access token. */
const TYPE = "at+jwt";
/** How far the clocks of two instances may be apart, in seconds. */
const LEEWAY = 60;

/** What a token says that was signed here: what it stands for, until when, and what it may do at most. */
export type AccessToken = {
  stands: { kind: "session"; sessionId: string } | { kind: "private_token"; tokenId: string };
  scopes: readonly Scope[];
  issuedAtMs: number;
  expiresAtMs: number;
};

/** Who issues tokens and for whom, from the configured address alone. */
const issuerOf = (publicUrl: string): string => publicUrl;
const audienceOf = (publicUrl: string): string => `${publicUrl}/api/v1`;

/** The claims of RFC 9068 §2.2, with `org_id` and for sessions `sid`. Times in whole seconds. */
export function mintAccessToken(
  { kid, privateKey }: SigningKey,
  publicUrl: string,
  token: {
    id: string;
    principal: Pick<Principal, "orgId" | "user">;
    /** The credential behind it: a session or a private token. */
    credentialId: string;
    sessionId?: string;
    scopes: readonly Scope[];
    issuedAt: Date;
    expiresAt: Date;
  },
): string {
  const { principal, sessionId } = token;
  return signJwt(
    privateKey,
    { typ: TYPE, alg: "RS256", kid },
    {
      iss: issuerOf(publicUrl),
      sub: principal.user.id,
      aud: audienceOf(publicUrl),
      exp: Math.floor(token.expiresAt.getTime() / 1000),
      iat: Math.floor(token.issuedAt.getTime() / 1000),
      jti: token.id,
      client_id: token.credentialId,
      scope: token.scopes.join(" "),
      email: principal.user.email,
      org_id: principal.orgId,
      ...(sessionId !== undefined && { sid: sessionId }),
    },
  );
}

/**
 * What a token stands for; null: it was not signed here for this API, or is not good yet. One that has expired is told,
 * so that its holder can be told. Answers at once when the key is known.
 */
export function readAccessToken(
  token: string,
  { ring, publicUrl, nowMs }: { ring: KeyRing; publicUrl: string; nowMs: number },
): AccessToken | null | Promise<AccessToken | null> {
  const jwt = takeApart(token);
  if (!jwt || jwt.header.typ !== TYPE || typeof jwt.header.kid !== "string" || "crit" in jwt.header) return null;
  const { payload } = jwt;
  if (payload.iss !== issuerOf(publicUrl) || payload.aud !== audienceOf(publicUrl)) return null;
  const latest = nowMs / 1000 + LEEWAY;
  if (!isTime(payload.iat) || payload.iat > latest) return null;
  if (payload.nbf !== undefined && !(isTime(payload.nbf) && payload.nbf <= latest)) return null;
  const key = ring.publicKey(jwt.header.kid);
  return key instanceof Promise ? key.then((found) => checked(jwt, found)) : checked(jwt, key);
}

function checked(jwt: UnverifiedJwt, key: KeyObject | null): AccessToken | null {
  if (!key || !isSignedBy(jwt, key)) return null;
  const { iat, exp, scope, sid, jti } = jwt.payload;
  if (!isTime(iat) || !isTime(exp) || typeof scope !== "string" || typeof jti !== "string") return null;
  return {
    stands: typeof sid === "string" ? { kind: "session", sessionId: sid } : { kind: "private_token", tokenId: jti },
    // A scope of a later version, or one that is no more, gives nothing here.
    scopes: expandScopes(scope.split(" ").filter((name): name is Scope => Scope.safeParse(name).success)),
    issuedAtMs: iat * 1000,
    expiresAtMs: exp * 1000,
  };
}

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
