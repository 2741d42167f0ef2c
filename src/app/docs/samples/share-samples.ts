import { callSamples } from "./call-samples.ts";
import type { Sample } from "./sample.ts";

const DAY_MS = 86_400_000;
/** A share token stands where a key would, in a header of its own. */
const asVisitor = { credential: null, headers: { "X-Share-Token": "YOUR_SHARE_TOKEN" } };

/** Making a link and reading by it. A test runs each against the API itself. */
export const shareSamples = (
  publicUrl: string,
  now: Date,
): Record<"create" | "read" | "locked" | "inUrl", Sample[]> => ({
  create: callSamples(publicUrl, {
    method: "POST",
    path: "/share-links",
    body: {
      resource_type: "source",
      resource_id: "YOUR_SOURCE_ID",
      expires_at: `${new Date(now.getTime() + 30 * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`,
      max_views: 100,
    },
  }),
  read: callSamples(publicUrl, { path: "/sources/YOUR_SOURCE_ID/data", query: [["page_size", "2"]], ...asVisitor }),
  locked: callSamples(publicUrl, {
    path: "/sources/YOUR_SOURCE_ID/data",
    query: [["page_size", "2"]],
    credential: null,
    headers: { ...asVisitor.headers, "X-Share-Passcode": "YOUR_PASSCODE" },
  }),
  inUrl: callSamples(publicUrl, {
    path: "/sources/YOUR_SOURCE_ID/data",
    query: [["share_token", "YOUR_SHARE_TOKEN"]],
    credential: null,
  }),
});
