import { ServiceAccount, ServiceAccountId } from "#contract/service-account.ts";
import { query } from "#core/verb.ts";
import { findServiceAccount, toServiceAccount } from "./service-account-view.ts";

/** One service account of the organization. */
export const getServiceAccount = query(
  { name: "service_accounts.get", scope: "users:read", input: ServiceAccountId, output: ServiceAccount },
  async ({ db, principal }, { id }) => toServiceAccount(await findServiceAccount(db, principal, id)),
);
