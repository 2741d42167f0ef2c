import type { Config } from "../config.ts";

/** EdDSA, ES256 and RS256 (COSE): what every authenticator has one of. */
export const PASSKEY_ALGORITHMS = [-8, -7, -257];

/** Who passkeys are made for (WebAuthn §5.4.2): by the configured public URL alone, never by a header. */
export function relyingParty({ publicUrl }: Pick<Config, "publicUrl">): { id: string; name: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, name: "Gatehouse", origin };
}
