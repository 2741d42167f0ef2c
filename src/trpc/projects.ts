import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { getProject } from "#domain/projects/get-project.ts";
import { listCandidates } from "#domain/projects/list-candidates.ts";
import { listProjectMembers } from "#domain/projects/list-project-members.ts";
import { listProjects } from "#domain/projects/list-projects.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { removeProjectMember } from "#domain/projects/remove-project-member.ts";
import { updateProject } from "#domain/projects/update-project.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const projectsRouter = router({
  list: asQuery(listProjects),
  get: asQuery(getProject),
  create: asMutation(createProject),
  update: asMutation(updateProject),
  delete: asMutation(deleteProject),
  members: asQuery(listProjectMembers),
  candidates: asQuery(listCandidates),
  putMember: asMutation(putProjectMember),
  removeMember: asMutation(removeProjectMember),
});
