import type { Db } from "#db/client.ts";
import { memberships, organizations, projects } from "#db/schema/organizations.ts";
import { newId } from "#lib/id.ts";

/** Writes a new organization with its first owner and its default projects, in a transaction that sees as it. */
export async function foundOrganization(
  tx: Db,
  { id, name, ownerId }: { id: string; name: string; ownerId: string },
): Promise<void> {
  await tx.insert(organizations).values({ id, name });
  await tx.insert(memberships).values({ orgId: id, userId: ownerId, role: "owner" });
  await tx
    .insert(projects)
    .values(
      [true, false].map((livemode) => ({ id: newId("prj"), orgId: id, name: "Default", livemode, isDefault: true })),
    );
}
