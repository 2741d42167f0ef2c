import { Organization, OrganizationId } from "#contract/organization.ts";
import { query } from "#core/verb.ts";
import { findOrganization } from "./organization-view.ts";

/** The organization that the caller acts in. */
export const getOrganization = query(
  { name: "organizations.get", scope: "organizations:read", input: OrganizationId, output: Organization },
  ({ db, principal }, { id }) => findOrganization(db, principal, id),
);
