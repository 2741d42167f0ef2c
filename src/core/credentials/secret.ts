import { hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { base62, endsWithBase62 } from "#lib/base62.ts";

const RANDOM_CHARS = 43;
const CHECK_CHARS = 6;
const TAIL = RANDOM_CHARS + CHECK_CHARS;

/** A new secret: `reveal` is shown once, `hash` is stored, `hint` is what lists show. */
export type Secret = { reveal: string; hash: string; hint: string };

/** The SHA-256 of a secret, base64url: the only form in which one is stored. */
export const hashSecret = (text: string): string => hash("sha256", text, "base64url");

/** `<prefix>_<word>_` + 43 characters of 256 random bits + 6 of CRC32 over what stands before them, all base62. */
export function mintSecret(prefix: string, word: string): Secret {
  const random = base62(BigInt(`0x${randomBytes(32).toString("hex")}`), RANDOM_CHARS);
  const head = `${prefix}_${word}_${random}`;
  const reveal = head + base62(BigInt(crc32(head)), CHECK_CHARS);
  return { reveal, hash: hashSecret(reveal), hint: hintOf(prefix, word, random) };
}

/**
 * The first 4 and the last 4 random characters, enough to tell keys apart. ASCII throughout: one other character makes
 * every answer that holds a hint a two-byte text, which costs microseconds to measure and to send.
 */
const hintOf = (prefix: string, word: string, random: string) =>
  `${prefix}_${word}_${random.slice(0, 4)}...${random.slice(-4)}`;

/**
 * Whether `text` is a whole secret of this installation by its form and checksum, which a typo fails without any
 * look-up. Says nothing about whether it was ever issued.
 */
export function isWholeSecret(text: string, prefix: string): boolean {
  const body = text.length - TAIL;
  if (body < prefix.length + 3 || body > prefix.length + 12) return false;
  if (!text.startsWith(prefix) || text[prefix.length] !== "_" || text[body - 1] !== "_") return false;
  return endsWithBase62(text, crc32(text.slice(0, -CHECK_CHARS)), CHECK_CHARS);
}

/** Whether `text` is a whole refresh token of this installation, by its form and checksum. */
export const isRefreshToken = (text: string, prefix: string): boolean =>
  text.startsWith(`${prefix}_refresh_`) && isWholeSecret(text, prefix);
