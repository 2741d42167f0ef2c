import { getSettings } from "#domain/settings/get-settings.ts";
import { previewSettings } from "#domain/settings/preview-settings.ts";
import { testOrigin } from "#domain/settings/test-origin.ts";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { operation } from "./operation.ts";

const tag = "Organizations";

export const settingsOperations = [
  operation({
    id: "getOrganizationSettings",
    method: "GET",
    path: "/organizations/{id}/settings",
    tag,
    summary: "Get the rules of an organization",
    verb: getSettings,
    etag: true,
  }),
  operation({
    id: "updateOrganizationSettings",
    method: "PATCH",
    path: "/organizations/{id}/settings",
    tag,
    summary: "Change the rules of an organization",
    description: "A JSON merge patch: what is not named stays. The next request of everybody obeys.",
    verb: updateSettings,
    etag: true,
  }),
  operation({
    id: "previewOrganizationSettings",
    method: "POST",
    path: "/organizations/{id}/settings/preview",
    tag,
    summary: "Preview what rules would break",
    description: "Takes the same patch and changes nothing: every credential and owner it would hit, and how.",
    verb: previewSettings,
  }),
  operation({
    id: "testOrganizationOrigin",
    method: "POST",
    path: "/organizations/{id}/settings/test-origin",
    tag,
    summary: "Test what a browser is told about a page's origin",
    verb: testOrigin,
  }),
];
