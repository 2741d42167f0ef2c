import { allowsOrigin, readableHeaders } from "#core/cors/cors-headers.ts";
import type { Exchange } from "./exchange.ts";

/** What lets a page read an answer, errors included: only the organization of the credential can say so. */
export function corsHeaders({ request, record }: Pick<Exchange, "request" | "record">): string[] {
  const { origin } = request.headers;
  if (typeof origin !== "string" || !record || !allowsOrigin(record.principal.settings, origin)) return [];
  return readableHeaders(origin);
}
