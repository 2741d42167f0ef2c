import * as z from "zod";
import { isReadScope, type Scope, scopes } from "./scope.ts";

export const Role = z.enum(["owner", "admin", "editor", "viewer"]);
export type Role = z.infer<typeof Role>;

/** What a member may be in a project. */
export const ProjectRole = z.enum(["admin", "editor", "viewer"]);
export type ProjectRole = z.infer<typeof ProjectRole>;

const editor: readonly Scope[] = [
  "projects:read",
  "projects:write",
  "data:read",
  "data:write",
  "dashboards:read",
  "dashboards:write",
  "sharing:read",
  "sharing:write",
  "connectors:read",
  "connectors:write",
  "keys:read",
  "keys:write",
  "organizations:read",
  "usage:read",
];
const viewer: readonly Scope[] = [
  "projects:read",
  "data:read",
  "dashboards:read",
  "keys:read",
  "keys:write",
  "organizations:read",
  "usage:read",
];

/** What a member may do. For editors and viewers, `keys` and `usage` reach their own credentials only. */
export const scopesOfRole: Record<Role, readonly Scope[]> = { owner: scopes, admin: scopes, editor, viewer };

/** What a member may put into a credential: a viewer's keys only read. */
export function grantableScopes(role: Role): readonly Scope[] {
  return role === "viewer" ? viewer.filter(isReadScope) : scopesOfRole[role];
}

/** Owners and admins see and manage everybody's credentials and usage; the others their own. */
export const seesEverybody = (role: Role): boolean => role === "owner" || role === "admin";

/** What is in projects, as opposed to what is the organization's. */
const inProjects = (held: readonly Scope[]) => held.filter((scope) => !/^(?:keys|organizations|usage):/.test(scope));

/** What a role in a project opens there, to whom the role in the organization opens it as well. */
export const scopesOfProjectRole: Record<ProjectRole, readonly Scope[]> = {
  admin: inProjects(editor),
  editor: inProjects(editor),
  viewer: inProjects(viewer),
};

const ranks: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** Whether `role` may do at least what `other` may. */
export const isAtLeast = (role: Role, other: Role): boolean => ranks[role] >= ranks[other];
