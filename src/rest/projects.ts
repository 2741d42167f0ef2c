import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { getProject } from "#domain/projects/get-project.ts";
import { listProjectMembers } from "#domain/projects/list-project-members.ts";
import { listProjects } from "#domain/projects/list-projects.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { removeProjectMember } from "#domain/projects/remove-project-member.ts";
import { updateProject } from "#domain/projects/update-project.ts";
import { operation } from "./operation.ts";

const tag = "Projects";

export const projectOperations = [
  operation({
    id: "listProjects",
    method: "GET",
    path: "/projects",
    tag,
    summary: "List projects",
    verb: listProjects,
  }),
  operation({
    id: "createProject",
    method: "POST",
    path: "/projects",
    tag,
    summary: "Create a project",
    status: 201,
    verb: createProject,
    etag: true,
  }),
  operation({
    id: "getProject",
    method: "GET",
    path: "/projects/{id}",
    tag,
    summary: "Get a project",
    verb: getProject,
    etag: true,
  }),
  operation({
    id: "updateProject",
    method: "PATCH",
    path: "/projects/{id}",
    tag,
    summary: "Rename or describe a project",
    verb: updateProject,
    etag: true,
  }),
  operation({
    id: "deleteProject",
    method: "DELETE",
    path: "/projects/{id}",
    tag,
    summary: "Delete an empty project",
    verb: deleteProject,
  }),
  operation({
    id: "listProjectMembers",
    method: "GET",
    path: "/projects/{id}/members",
    tag,
    summary: "List who was added to a project",
    description: "Owners and admins are in every project, everybody is in the default ones; they are not listed.",
    verb: listProjectMembers,
  }),
  operation({
    id: "putProjectMember",
    method: "PUT",
    path: "/projects/{id}/members/{user_id}",
    tag,
    summary: "Add somebody to a project, or change their role in it",
    verb: putProjectMember,
  }),
  operation({
    id: "removeProjectMember",
    method: "DELETE",
    path: "/projects/{id}/members/{user_id}",
    tag,
    summary: "Take somebody out of a project",
    verb: removeProjectMember,
  }),
];
