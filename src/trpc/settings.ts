import { getSettings } from "#domain/settings/get-settings.ts";
import { previewSettings } from "#domain/settings/preview-settings.ts";
import { testOrigin } from "#domain/settings/test-origin.ts";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const settingsRouter = router({
  get: asQuery(getSettings),
  update: asMutation(updateSettings),
  preview: asQuery(previewSettings),
  testOrigin: asQuery(testOrigin),
});
