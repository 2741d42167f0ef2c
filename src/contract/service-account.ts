import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";
import { KeyDecision } from "./member.ts";
import { Role } from "./role.ts";

/** Owners are people. */
export const ServiceAccountRole = Role.exclude(["owner"]);
export type ServiceAccountRole = z.infer<typeof ServiceAccountRole>;

const Name = z.string().trim().min(1, "Give the service account a name.").max(80);
const ProjectIds = z
  .array(idOf("prj"))
  .max(100)
  .describe("Projects it works in besides the default ones; admins work in all");

export const ServiceAccount = z.object({
  id: z.string(),
  name: z.string(),
  role: ServiceAccountRole,
  status: z.enum(["active", "disabled"]),
  projects: z.array(z.object({ id: z.string(), name: z.string(), livemode: z.boolean() })),
  keys: z.int().describe("Its keys that have neither been revoked nor expired"),
  last_used_at: z.string().nullable(),
  created_at: z.string(),
  version: z.int(),
});
export type ServiceAccount = z.infer<typeof ServiceAccount>;

export const ServiceAccountId = z.strictObject({ id: idOf("sa") });
export const ListServiceAccountsInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional().describe("Part of a name"),
});
export const ListedServiceAccounts = listOf(ServiceAccount);

export const CreateServiceAccountInput = z.strictObject({
  name: Name,
  role: ServiceAccountRole,
  project_ids: ProjectIds.default([]),
});
export const UpdateServiceAccountInput = z.strictObject({
  id: idOf("sa"),
  name: Name.optional(),
  role: ServiceAccountRole.optional(),
  project_ids: ProjectIds.optional(),
  disabled: z.boolean().optional().describe("Switches all of its keys off and on"),
});
export type UpdateServiceAccountInput = z.infer<typeof UpdateServiceAccountInput>;
export const DeleteServiceAccountInput = z.strictObject({
  id: idOf("sa"),
  keys: z.array(KeyDecision).max(1000).default([]).describe("One for each of its keys that go on working now"),
});
