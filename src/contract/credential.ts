import * as z from "zod";

/** Brand prefix, kind, 43 characters of base62 (256 random bits) and 6 of base62 CRC32 over what stands before them. */
export const SECRET_PATTERN =
  /^([a-z][a-z0-9]{0,15})_(live|test|ro|pat|refresh|oauth|share)_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

/** For secret scanners: what every opaque credential of a brand looks like inside a text. */
export const scannerPattern = (prefix: string): string =>
  `\\b${prefix}_(?:live|test|ro|pat|refresh|oauth|share)_[0-9A-Za-z]{49}\\b`;

export const CredentialKind = z.enum([
  "api_key",
  "personal_access_token",
  "session",
  "oauth",
  "private_token",
  "share",
  "none",
]);
export type CredentialKind = z.infer<typeof CredentialKind>;

/** Requests an hour (`none`: for each client IP). */
export const hourlyLimits: Record<CredentialKind, number> = {
  api_key: 5000,
  personal_access_token: 5000,
  session: 1000,
  oauth: 1000,
  private_token: 5000,
  share: 100,
  none: 10,
};

export const KeyType = z.enum(["live", "test", "read_only"]);
export type KeyType = z.infer<typeof KeyType>;

/** The word for a key's type in its secret. */
export const secretWordOfType: Record<KeyType, "live" | "test" | "ro"> = {
  live: "live",
  test: "test",
  read_only: "ro",
};

/** What an organization's rules leave of a credential. */
export const UnderRules = z.object({
  effective_expires_at: z
    .string()
    .nullable()
    .describe("From when on it is refused as expired: expires_at, or earlier if a rule of the organization says so"),
  rule: z
    .object({ effect: z.enum(["shortened", "refused"]), detail: z.string().describe("Which rule, in a sentence") })
    .nullable()
    .describe("What the organization's rules do to it: it ends before expires_at, or is refused; null: nothing"),
});
export type UnderRules = z.infer<typeof UnderRules>;
