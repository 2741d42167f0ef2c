import { createPolicy } from "#domain/policies/create-policy.ts";
import { deletePolicy } from "#domain/policies/delete-policy.ts";
import { getPolicy } from "#domain/policies/get-policy.ts";
import { listBinding } from "#domain/policies/list-binding.ts";
import { listPolicies } from "#domain/policies/list-policies.ts";
import { listTouched } from "#domain/policies/list-touched.ts";
import { previewPolicy } from "#domain/policies/preview-policy.ts";
import { previewTouched } from "#domain/policies/preview-touched.ts";
import { updatePolicy } from "#domain/policies/update-policy.ts";
import { viewSourceAs } from "#domain/policies/view-source-as.ts";
import { operation } from "./operation.ts";

const tag = "Policies";

export const policyOperations = [
  operation({
    id: "listPolicies",
    method: "GET",
    path: "/policies",
    tag,
    summary: "List data policies",
    verb: listPolicies,
  }),
  operation({
    id: "createPolicy",
    method: "POST",
    path: "/policies",
    tag,
    summary: "Limit what somebody sees of a source",
    description: "It binds the next request of everybody whom it names, with every credential of theirs.",
    status: 201,
    verb: createPolicy,
    etag: true,
  }),
  operation({
    id: "previewPolicy",
    method: "POST",
    path: "/policies/preview",
    tag,
    summary: "What somebody sees before and after a policy",
    description: "Real rows, never more than you see yourself. Nothing is saved. Needs the scope data:read besides.",
    verb: previewPolicy,
  }),
  operation({
    id: "previewTouchedCredentials",
    method: "POST",
    path: "/policies/preview/credentials",
    tag,
    summary: "The credentials that a policy would bind",
    verb: previewTouched,
  }),
  operation({
    id: "getPolicy",
    method: "GET",
    path: "/policies/{id}",
    tag,
    summary: "Get a data policy",
    verb: getPolicy,
    etag: true,
  }),
  operation({
    id: "updatePolicy",
    method: "PATCH",
    path: "/policies/{id}",
    tag,
    summary: "Change a data policy",
    description: "A JSON merge patch; rows is given as a whole.",
    verb: updatePolicy,
    etag: true,
  }),
  operation({
    id: "deletePolicy",
    method: "DELETE",
    path: "/policies/{id}",
    tag,
    summary: "Delete a data policy",
    verb: deletePolicy,
    etag: true,
  }),
  operation({
    id: "listTouchedCredentials",
    method: "GET",
    path: "/policies/{id}/credentials",
    tag,
    summary: "The credentials that a policy binds",
    verb: listTouched,
  }),
  operation({
    id: "readSourceDataAs",
    method: "GET",
    path: "/sources/{id}/data-as",
    tag,
    summary: "Read rows as a member, a service account or a key",
    description: "Never more than you see yourself. Needs the scope data:read besides.",
    verb: viewSourceAs,
  }),
  operation({
    id: "listPoliciesOfKey",
    method: "GET",
    path: "/api-keys/{id}/policies",
    tag,
    summary: "The data policies that bind a key",
    verb: listBinding,
  }),
];
