import { OriginTest, TestOriginInput } from "#contract/settings.ts";
import { allowsOrigin, preflightHeaders, readableHeaders } from "#core/cors/cors-headers.ts";
import { query } from "#core/verb.ts";
import { requireOwnOrganization } from "./settings-row.ts";

/** What a browser would be told about a page of that origin, and why: by the very headers that the API would send. */
export const testOrigin = query(
  { name: "settings.test_origin", scope: "organizations:read", input: TestOriginInput, output: OriginTest },
  async ({ principal, runtime }, { id, origin, method }) => {
    requireOwnOrganization(principal, id);
    const own = allowsOrigin(principal.settings, origin);
    const anybody = await runtime.allowedOrigins.has(origin);
    return {
      preflight: {
        allowed: anybody,
        why: preflightWords(own, anybody),
        headers: pairs(preflightHeaders(origin, anybody)),
      },
      answer: {
        allowed: own,
        why: own
          ? `This organization allows ${origin}, so its page may read the answer to ${method}, errors included.`
          : `This organization does not allow ${origin}: a browser throws the answer away, whatever it is.`,
        headers: pairs(["Vary", "Origin", ...(own ? readableHeaders(origin) : [])]),
      },
    };
  },
);

function preflightWords(own: boolean, anybody: boolean): string {
  if (own) return "This organization allows the origin.";
  return anybody
    ? "Another organization allows the origin, and a preflight does not say for whom it asks."
    : "No organization allows the origin, so a browser does not send the request at all.";
}

const pairs = (flat: readonly string[]) =>
  Array.from({ length: flat.length / 2 }, (_, index) => ({
    name: flat[index * 2] ?? "",
    value: flat[index * 2 + 1] ?? "",
  }));
