import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";
import { ProjectRole, Role } from "./role.ts";
import { UserKind } from "./user.ts";

const Name = z.string().trim().min(1, "Give the project a name.").max(80);
const Description = z.string().trim().max(500).nullable();

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  livemode: z.boolean(),
  is_default: z.boolean().describe("Everybody in the organization is in it, with their role there"),
  role: ProjectRole.describe("What the caller may do in it: the least of organization and project"),
  members: z.int().describe("People and service accounts that were added; owners and admins are in every project"),
  sources: z.int(),
  files: z.int(),
  connectors: z.int(),
  dashboards: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
  version: z.int(),
});
export type Project = z.infer<typeof Project>;

export const ProjectId = z.strictObject({ id: idOf("prj") });
export const ListProjectsInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional().describe("Part of a name"),
});
export const ListedProjects = listOf(Project);

export const CreateProjectInput = z.strictObject({ name: Name, description: Description.default(null) });
export const UpdateProjectInput = z.strictObject({
  id: idOf("prj"),
  name: Name.optional(),
  description: Description.optional(),
});

export const ProjectMember = z.object({
  user: z.object({ id: z.string(), name: z.string(), kind: UserKind }),
  role: ProjectRole,
  organization_role: Role,
  effective_role: ProjectRole.describe("The least of both"),
  added_at: z.string(),
});
export type ProjectMember = z.infer<typeof ProjectMember>;

export const ListProjectMembersInput = z.strictObject({ id: idOf("prj"), ...PageInput });
export const ListedProjectMembers = listOf(ProjectMember);
export const ProjectMemberId = z.strictObject({ id: idOf("prj"), user_id: idOf("user") });
export const PutProjectMemberInput = z.strictObject({ id: idOf("prj"), user_id: idOf("user"), role: ProjectRole });

/** Whom a project can be opened to: everybody who is not in it yet. */
export const ProjectCandidates = listOf(z.object({ id: z.string(), name: z.string(), kind: UserKind, role: Role }));
export const ListCandidatesInput = ListProjectsInput.extend({ id: idOf("prj") });
