import { sql } from "drizzle-orm";
import type { CredentialKind, KeyType } from "#contract/credential.ts";
import type { PolicySubject, TouchedCredential, TouchedCredentials } from "#contract/policy.ts";
import type { Role } from "#contract/role.ts";
import type { UserKind } from "#contract/user.ts";
import { bindingOf } from "#core/policies/bearer.ts";
import type { Db } from "#db/client.ts";
import type { sources } from "#db/schema/sources.ts";

const SHOWN = 500;

type Row = {
  id: string;
  kind: CredentialKind;
  type: KeyType;
  name: string;
  hint: string;
  owner_id: string;
  owner_name: string;
  owner_kind: UserKind;
  role: Role;
};

/**
 * The credentials that a policy binds: those that work now and whose owner sees the source. Sign-ins to the portal are
 * bound as well and not among them. The names that people gave tokens of their own are theirs alone.
 */
export async function touchedCredentials(
  db: Db,
  { orgId, projectId, livemode }: Pick<typeof sources.$inferSelect, "orgId" | "projectId" | "livemode">,
  appliesTo: readonly PolicySubject[],
): Promise<TouchedCredentials> {
  const rows = await db.execute<Row>(sql`
    select c.id, c.kind, c.type, c.name, c.hint, c.owner_id, c.owner_name, c.owner_kind, m.role
    from credentials_acting_in(${orgId}) c
    join memberships m on m.org_id = ${orgId} and m.user_id = c.owner_id
    where (c.type <> 'test') = ${livemode} and (m.role in ('owner', 'admin')
      or exists (select 1 from projects p where p.org_id = ${orgId} and p.id = ${projectId} and p.is_default)
      or exists (select 1 from project_members pm
        where pm.org_id = ${orgId} and pm.project_id = ${projectId} and pm.user_id = c.owner_id))
    order by c.kind, lower(c.owner_name), lower(c.name), c.id`);
  const touched = rows.flatMap((row): TouchedCredential[] => {
    const boundBy = bindingOf(appliesTo, { userId: row.owner_id, role: row.role, credentialId: row.id });
    if (boundBy === null) return [];
    return [
      {
        id: row.id,
        kind: row.kind,
        name: row.kind === "personal_access_token" ? "Personal access token" : row.name,
        hint: row.hint,
        owner: { id: row.owner_id, name: row.owner_name, kind: row.owner_kind },
        bound_by: boundBy,
      },
    ];
  });
  return { total: touched.length, data: touched.slice(0, SHOWN) };
}
