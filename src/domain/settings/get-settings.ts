import { GetSettingsInput, Settings } from "#contract/settings.ts";
import { query } from "#core/verb.ts";
import { findSettings, requireOwnOrganization, toSettings } from "./settings-row.ts";

/** The rules of the caller's organization, with what holds where nothing was decided. */
export const getSettings = query(
  { name: "settings.get", scope: "organizations:read", input: GetSettingsInput, output: Settings },
  async ({ db, principal }, { id }) => {
    requireOwnOrganization(principal, id);
    return toSettings(await findSettings(db, principal));
  },
);
