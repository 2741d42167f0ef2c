import { CreateProjectInput, Project } from "#contract/project.ts";
import { seesEverybody } from "#contract/role.ts";
import { mutation } from "#core/verb.ts";
import { projectMembers, projects } from "#db/schema/organizations.ts";
import { newId } from "#lib/id.ts";
import { auditedProject, findProject, toProject } from "./project-view.ts";

/** Makes a project in the caller's mode. An editor becomes its admin; owners and admins are in every project anyway. */
export const createProject = mutation(
  { name: "projects.create", scope: "projects:write", input: CreateProjectInput, output: Project },
  async (ctx, { name, description }) => {
    const { db, principal, now } = ctx;
    const { orgId, livemode, user, role } = principal;
    const id = newId("prj", now.getTime());
    await db.insert(projects).values({ id, orgId, name, description, livemode, createdAt: now, updatedAt: now });
    if (!seesEverybody(role))
      await db.insert(projectMembers).values({ orgId, projectId: id, userId: user.id, role: "admin", createdAt: now });
    const made = await findProject(db, principal, id);
    ctx.record({ action: "project.created", target: { type: "project", id, name }, after: auditedProject(made) });
    return toProject(made);
  },
);
