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
import { asMutation, asQuery, router } from "./init.ts";

export const policiesRouter = router({
  list: asQuery(listPolicies),
  get: asQuery(getPolicy),
  create: asMutation(createPolicy),
  update: asMutation(updatePolicy),
  delete: asMutation(deletePolicy),
  preview: asQuery(previewPolicy),
  touched: asQuery(listTouched),
  previewTouched: asQuery(previewTouched),
  binding: asQuery(listBinding),
  viewAs: asQuery(viewSourceAs),
});
