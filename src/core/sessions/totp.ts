import { Secret, TOTP } from "otpauth";

/** RFC 6238 with the parameters that every authenticator app knows: SHA-1, 6 digits, 30 seconds. */
const PERIOD_SECONDS = 30;
/** Steps before and after the present one, for clocks that are off. */
const WINDOW = 1;

const totpOf = (secret: string, label = "") =>
  new TOTP({
    issuer: "Gatehouse",
    label,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
  });

/** 160 random bits in base32, as RFC 4226 §4 recommends. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator app reads from the QR code. */
export const totpUri = (secret: string, email: string): string => totpOf(secret, email).toString();

/** The time step that a code belongs to; null if it is none of the last, present and next 30 seconds. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / (PERIOD_SECONDS * 1000)) + delta;
}
