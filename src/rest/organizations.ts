import { getOrganization } from "#domain/organizations/get-organization.ts";
import { listOrganizations } from "#domain/organizations/list-organizations.ts";
import { renameOrganization } from "#domain/organizations/rename-organization.ts";
import { operation } from "./operation.ts";

const tag = "Organizations";

export const organizationOperations = [
  operation({
    id: "listOrganizations",
    method: "GET",
    path: "/organizations",
    tag,
    summary: "List organizations",
    description: "All that the caller may act in; to a credential of one organization, that one.",
    verb: listOrganizations,
  }),
  operation({
    id: "getOrganization",
    method: "GET",
    path: "/organizations/{id}",
    tag,
    summary: "Get an organization",
    verb: getOrganization,
    etag: true,
  }),
  operation({
    id: "updateOrganization",
    method: "PATCH",
    path: "/organizations/{id}",
    tag,
    summary: "Rename an organization",
    verb: renameOrganization,
    etag: true,
  }),
];
