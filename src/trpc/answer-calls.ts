import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { ProblemCode } from "#contract/problem.ts";
import { VISIT_HEADER } from "#contract/share-link.ts";
import type { Quota } from "#core/limits/limiter.ts";
import { addQuotaHeaders } from "#core/limits/quota-headers.ts";
import { takePortal } from "#core/limits/take-portal.ts";
import type { Principal } from "#core/principal.ts";
import { toProblem, toRefusal } from "#core/problem.ts";
import { Refusal } from "#core/refusal.ts";
import type { Runtime } from "#core/runtime.ts";
import { visitorOf } from "#core/sharing/visit.ts";
import type { RequestInfo } from "#core/verb.ts";
import { appRouter } from "./root.ts";

const MAX_BATCH = 10;

type Caller = { runtime: Runtime; request: RequestInfo; whoIs: () => Promise<Principal | null> };

/** Answers a request of the console: one procedure, or a batch of at most ten, counted before any of them runs. */
export async function answerCalls(http: Request, { runtime, request, whoIs }: Caller): Promise<Response> {
  const refuse = (code: ProblemCode, detail: string) => {
    const problem = toProblem(new Refusal(code, detail), request.id, runtime.config.publicUrl);
    const headers = { "content-type": "application/problem+json", "cache-control": "no-store" };
    return Response.json(problem, { status: problem.status, headers });
  };
  if (http.method === "POST" && !isOwnMutation(http, runtime.config.publicUrl))
    return refuse("forbidden", "Send application/json from the portal's own origin.");
  const procedures = proceduresOf(http);
  if (procedures === null) return refuse("invalid_request", "The address is not percent-encoded UTF-8.");
  if (procedures.length > MAX_BATCH) return refuse("invalid_request", `At most ${MAX_BATCH} calls in a batch.`);
  const body = http.method === "POST" ? await http.text() : null;
  if (body !== null && !isJson(body)) return refuse("invalid_request", "The body is not valid JSON.");
  const { principal, refused } = await callerOf(http, { runtime, request, whoIs });
  const quota = await takePortal(runtime, principal, request.ip, procedures.length);
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: body === null ? http : new Request(http.url, { method: "POST", headers: http.headers, body }),
    router: appRouter,
    createContext: () => ({ runtime, principal, request, quota, ...(refused && { refused }) }),
    responseMeta: () => ({ headers: headersOf(quota, runtime.clock.nowMs()) }),
  });
}

/** Whoever visits by a share link is its visitor and nobody else, also where they are signed in besides. */
async function callerOf(
  { headers }: Request,
  { runtime, request, whoIs }: Caller,
): Promise<{ principal: Principal | null; refused?: Refusal }> {
  const visit = headers.get(VISIT_HEADER);
  if (visit === null) return { principal: await whoIs() };
  return visitorOf(runtime, visit, request.ip).then(
    (principal) => ({ principal }),
    (error: unknown) => ({ principal: null, refused: toRefusal(error) }),
  );
}

/**
 * A browser cannot be made to send both of these across origins without asking, so a foreign page can change nothing
 * with somebody's cookie.
 */
function isOwnMutation({ headers }: Request, publicUrl: string): boolean {
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim();
  return type === "application/json" && headers.get("origin") === publicUrl;
}

/** The names in the address, of one call or a batch; null where they cannot be read. */
function proceduresOf({ url }: Request): string[] | null {
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname.slice(pathname.lastIndexOf("/") + 1)).split(",");
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function headersOf(quota: Quota, nowMs: number): Headers {
  const headers = new Headers({ "cache-control": "no-store" });
  const list: string[] = [];
  addQuotaHeaders(list, quota, "portal", nowMs);
  for (let at = 0; at < list.length; at += 2) headers.set(list[at] ?? "", list[at + 1] ?? "");
  if (!quota.allowed) headers.set("Retry-After", `${Math.max(1, quota.resetAt - Math.floor(nowMs / 1000))}`);
  return headers;
}
