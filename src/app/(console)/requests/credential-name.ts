import type { CredentialKind } from "#contract/credential.ts";
import type { RequestEntry } from "#contract/usage.ts";

export const credentialKinds: Record<CredentialKind, string> = {
  api_key: "API key",
  personal_access_token: "Personal access token",
  session: "Session",
  oauth: "OAuth access token",
  private_token: "Private token",
  share: "Share link",
  none: "No credential",
};

/** What a credential is called: by its name, else by its kind. */
export function credentialName(credential: RequestEntry["credential"]): string {
  return credential ? (credential.name ?? credentialKinds[credential.kind]) : credentialKinds.none;
}
