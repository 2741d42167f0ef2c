import { type KeyObject, sign, verify } from "node:crypto";

/** Longer than any token of ours; what is longer is not looked at. */
const MAX_CHARS = 4096;
const JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** A compact JWS taken apart (RFC 7515 §3.1): nothing in it may be believed before `isSignedBy`. */
export type UnverifiedJwt = {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  signed: Buffer;
  signature: Buffer;
};

/** Whether a text has the form of a JWT, at the price of looking at its first characters. */
export const looksLikeJwt = (text: string): boolean => text.startsWith("eyJ") && text.length <= MAX_CHARS;

/** RS256 over header and payload, in compact form. */
export function signJwt(key: KeyObject, header: object, payload: object): string {
  const head = `${encode(header)}.${encode(payload)}`;
  return `${head}.${sign("RSA-SHA256", Buffer.from(head), key).toString("base64url")}`;
}

/** Null: not three parts of base64url, or the first two are no JSON objects. */
export function takeApart(token: string): UnverifiedJwt | null {
  if (!looksLikeJwt(token) || !JWS.test(token)) return null;
  const [header = "", payload = "", signature = ""] = token.split(".");
  const head = decode(header);
  const body = decode(payload);
  if (!head || !body) return null;
  // The last character has bits that stand for nothing: of its spellings only one is ours, as of the parts it signs.
  const bytes = Buffer.from(signature, "base64url");
  if (bytes.toString("base64url") !== signature) return null;
  return { header: head, payload: body, signed: Buffer.from(`${header}.${payload}`), signature: bytes };
}

/**
 * The algorithm is pinned to RS256: neither what the header says nor the kind of the key chooses it, so a token cannot
 * be "signed" with `none`, nor with the public key as the secret of an HMAC (RFC 8725 §3.1).
 */
export function isSignedBy({ header, signed, signature }: UnverifiedJwt, publicKey: KeyObject): boolean {
  return header.alg === "RS256" && verify("RSA-SHA256", signed, publicKey, signature);
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
