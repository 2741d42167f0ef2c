import { PreviewTouchedInput, TouchedCredentials } from "#contract/policy.ts";
import { findSource } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { touchedCredentials } from "./touched-credentials.ts";

/** The credentials that a policy would bind if it were saved. */
export const previewTouched = query(
  { name: "policies.preview_touched", scope: "policies:read", input: PreviewTouchedInput, output: TouchedCredentials },
  async ({ db, principal }, { source_id, applies_to }) => {
    const { source } = await findSource(db, principal, source_id);
    return touchedCredentials(db, source, applies_to);
  },
);
