import { Project, ProjectId } from "#contract/project.ts";
import { query } from "#core/verb.ts";
import { findProject, toProject } from "./project-view.ts";

/** One project that the caller is in. */
export const getProject = query(
  { name: "projects.get", scope: "projects:read", input: ProjectId, shared: ["project"], output: Project },
  async ({ db, principal }, { id }) => toProject(await findProject(db, principal, id)),
);
