import { startAuthentication, WebAuthnError } from "@simplewebauthn/browser";
import { PasskeyAssertion } from "#contract/account.ts";

/**
 * Lets the browser ask for a passkey; null if none was given: dismissed, timed out, or there is none on this device.
 * Browsers do not tell these apart, so that a page cannot find out which passkeys somebody has.
 */
export async function getPasskey(options: unknown): Promise<PasskeyAssertion | null> {
  try {
    const optionsJSON = options as Parameters<typeof startAuthentication>[0]["optionsJSON"];
    return PasskeyAssertion.parse(await startAuthentication({ optionsJSON }));
  } catch (error) {
    if (error instanceof WebAuthnError || (error instanceof Error && error.name === "NotAllowedError")) return null;
    throw error;
  }
}
