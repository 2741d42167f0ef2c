import { createOrganization } from "#domain/organizations/create-organization.ts";
import { deleteOrganization } from "#domain/organizations/delete-organization.ts";
import { finishOnboarding } from "#domain/organizations/finish-onboarding.ts";
import { getOrganization } from "#domain/organizations/get-organization.ts";
import { listOrganizations } from "#domain/organizations/list-organizations.ts";
import { renameOrganization } from "#domain/organizations/rename-organization.ts";
import { setDefaultOrganization } from "#domain/organizations/set-default-organization.ts";
import { switchMode } from "#domain/organizations/switch-mode.ts";
import { switchOrganization } from "#domain/organizations/switch-organization.ts";
import { transferOwnership } from "#domain/organizations/transfer-ownership.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const organizationsRouter = router({
  list: asQuery(listOrganizations),
  get: asQuery(getOrganization),
  create: asMutation(createOrganization),
  rename: asMutation(renameOrganization),
  switch: asMutation(switchOrganization),
  setDefault: asMutation(setDefaultOrganization),
  switchMode: asMutation(switchMode),
  finishOnboarding: asMutation(finishOnboarding),
  transfer: asMutation(transferOwnership),
  delete: asMutation(deleteOrganization),
});
