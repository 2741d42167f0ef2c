import { and, eq, sql } from "drizzle-orm";
import { metadataName } from "#contract/row-condition.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import type { Principal } from "../principal.ts";
import { projectRole } from "../projects/project-role.ts";

/** What is known of whoever reads, by the names that conditions use; null: they have none. */
export type Attributes = ReadonlyMap<string, string | null>;

/** The attributes of a principal that are asked for, as they are now. Only what is asked for is looked up. */
export async function attributesOf(
  db: Db,
  principal: Principal,
  projectId: string,
  wanted: ReadonlySet<string>,
): Promise<Attributes> {
  const { user, role, via } = principal;
  const known = new Map<string, string | null>([
    ["user.id", user.id],
    ["user.email", user.email || null],
    ["user.name", user.name],
    ["role", role],
    ["key.id", via.kind === "api_key" ? via.id : null],
  ]);
  if (wanted.has("project_role")) {
    const [row] = await db.execute<{ role: string | null }>(
      sql`select ${projectRole(principal, sql`${projectId}::text`)} as role`,
    );
    known.set("project_role", row?.role ?? null);
  }
  const metadata = [...wanted].flatMap((name) => metadataName(name) ?? []);
  if (metadata.length > 0) {
    const kept = await metadataOf(db, principal);
    for (const name of metadata) known.set(`key.metadata.${name}`, Object.hasOwn(kept, name) ? kept[name]! : null);
  }
  return known;
}

/** Of service accounts' keys only: people change that of their own keys, and would choose what they see. */
async function metadataOf(db: Db, { orgId, user, via }: Principal): Promise<Record<string, string>> {
  if (via.kind !== "api_key" || user.kind !== "service_account") return {};
  const [key] = await db
    .select({ metadata: credentials.metadata })
    .from(credentials)
    .where(and(eq(credentials.orgId, orgId), eq(credentials.id, via.id)));
  return key?.metadata ?? {};
}
