import type { RequestInfo } from "#core/verb.ts";
import { newId } from "#lib/id.ts";

/** What the front door wrote on a request before it handed it to Next; clients cannot set these headers. */
export function requestInfo(headers: Pick<Headers, "get">): RequestInfo {
  return {
    id: headers.get("x-gatehouse-request-id") ?? newId("req"),
    ip: headers.get("x-gatehouse-ip") ?? "",
    userAgent: headers.get("user-agent")?.slice(0, 400) ?? null,
  };
}
