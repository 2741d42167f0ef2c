import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { deleteServiceAccount } from "#domain/service-accounts/delete-service-account.ts";
import { getServiceAccount } from "#domain/service-accounts/get-service-account.ts";
import { listServiceAccounts } from "#domain/service-accounts/list-service-accounts.ts";
import { updateServiceAccount } from "#domain/service-accounts/update-service-account.ts";
import { operation } from "./operation.ts";

const tag = "Service accounts";

export const serviceAccountOperations = [
  operation({
    id: "listServiceAccounts",
    method: "GET",
    path: "/service-accounts",
    tag,
    summary: "List service accounts",
    verb: listServiceAccounts,
  }),
  operation({
    id: "createServiceAccount",
    method: "POST",
    path: "/service-accounts",
    tag,
    summary: "Create a service account",
    description: "Its keys are made by POST /api-keys with service_account_id.",
    status: 201,
    verb: createServiceAccount,
    etag: true,
  }),
  operation({
    id: "getServiceAccount",
    method: "GET",
    path: "/service-accounts/{id}",
    tag,
    summary: "Get a service account",
    verb: getServiceAccount,
    etag: true,
  }),
  operation({
    id: "updateServiceAccount",
    method: "PATCH",
    path: "/service-accounts/{id}",
    tag,
    summary: "Change a service account, or switch it off and on",
    verb: updateServiceAccount,
    etag: true,
  }),
  operation({
    id: "deleteServiceAccount",
    method: "DELETE",
    path: "/service-accounts/{id}",
    tag,
    summary: "Delete a service account, with a decision on each of its keys",
    verb: deleteServiceAccount,
  }),
];
