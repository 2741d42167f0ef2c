import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { projects } from "#db/schema/organizations.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { inProject, requireEditor } from "./project-role.ts";

/**
 * Where something goes: the organization's default project of the mode, unless one is named that the caller is in; one of
 * the other mode does not exist. It is held, so that nobody deletes it meanwhile.
 */
export async function chooseProject(db: Db, principal: Principal, asked: string | undefined): Promise<string> {
  const [project] = await db
    .select({ id: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.orgId, principal.orgId),
        eq(projects.livemode, principal.livemode),
        asked === undefined ? eq(projects.isDefault, true) : eq(projects.id, asked),
        inProject(principal, projects.id),
      ),
    )
    .for("key share");
  if (!project)
    throw new Refusal(
      "not_found",
      asked === undefined ? "The organization has no default project." : "There is no such project.",
    );
  await requireEditor(db, principal, project.id);
  return project.id;
}
