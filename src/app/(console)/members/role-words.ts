import type { ProjectRole, Role } from "#contract/role.ts";

/** Roles with what each may do, the strongest first. */
export const roleWords: readonly { value: Role; label: string; describes: string }[] = [
  { value: "owner", label: "Owner", describes: "Everything, and the organization itself: hand it over, delete it." },
  {
    value: "admin",
    label: "Admin",
    describes: "Everything but the organization's ownership: members, settings, all keys.",
  },
  { value: "editor", label: "Editor", describes: "Reads and writes in their projects, makes keys of their own." },
  { value: "viewer", label: "Viewer", describes: "Reads in their projects, makes keys that only read." },
];

export const projectRoleWords: readonly { value: ProjectRole; label: string; describes: string }[] = [
  { value: "admin", label: "Admin", describes: "Also decides who is in the project." },
  { value: "editor", label: "Editor", describes: "Reads and writes what is in it." },
  { value: "viewer", label: "Viewer", describes: "Reads what is in it." },
];

export const labelOfRole = (role: Role): string => roleWords.find(({ value }) => value === role)?.label ?? role;
