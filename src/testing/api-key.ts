import type { KeyType } from "#contract/credential.ts";
import { newId } from "#lib/id.ts";
import type { World } from "./world.ts";

type Owner = { orgId: string; user: { id: string } };

/** A key's row without a secret, for tests that need a key to exist and nobody to call with it. */
export async function addKey(
  { owner: sql }: World,
  { orgId, user }: Owner,
  {
    name = "A key",
    type = "live",
    rateLimit = null,
  }: { name?: string; type?: KeyType; rateLimit?: number | null } = {},
): Promise<string> {
  const id = newId("key");
  await sql`insert into credentials (id, org_id, kind, type, name, hint, preset, scopes, owner_id, created_by, rate_limit)
    values (${id}, ${orgId}, 'api_key', ${type}, ${name}, 'gk_live_AbCd...wxyz', 'full_access', ${["usage:read"]}, ${user.id}, ${user.id}, ${rateLimit})`;
  return id;
}
