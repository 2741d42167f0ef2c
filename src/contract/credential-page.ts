import type { CredentialKind } from "./credential.ts";

/** The page of the console that shows a credential, or the list it stands in. */
export function pagePathOf(kind: CredentialKind, id: string): string {
  if (kind === "personal_access_token") return "/tokens";
  if (kind === "private_token") return "/tokens?tab=private";
  if (kind === "share") return "/share-links";
  return kind === "session" ? "/account" : `/keys/${id}`;
}
