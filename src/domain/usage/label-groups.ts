import { STATUS_CODES } from "node:http";
import { inArray } from "drizzle-orm";
import type { CredentialKind } from "#contract/credential.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";

const kinds: Record<CredentialKind, string> = {
  api_key: "API key",
  personal_access_token: "Personal access token",
  session: "Session",
  oauth: "OAuth access token",
  private_token: "Private token",
  share: "Share link",
  none: "No credential",
};

/** What to call each group on a screen. A group that is not in the answer is called by itself. */
export async function labelGroups(
  db: Db,
  groupBy: "key" | "operation" | "status" | "credential_kind",
  groups: readonly string[],
): Promise<Map<string, string>> {
  if (groupBy === "status")
    return new Map(groups.map((status) => [status, `${status} ${STATUS_CODES[status] ?? ""}`.trim()]));
  if (groupBy === "credential_kind") return new Map(Object.entries(kinds));
  if (groupBy === "operation") return new Map([["", "Unknown path"]]);
  // Row-level security leaves only the organization's own.
  const rows = await db
    .select({ id: credentials.id, name: credentials.name })
    .from(credentials)
    .where(inArray(credentials.id, [...groups, ""]));
  return new Map([...rows.map(({ id, name }) => [id, name] as const), ["", kinds.none], ["session", "Sessions"]]);
}
