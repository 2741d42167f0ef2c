import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { auth } from "#app/session/auth.ts";
import { requestInfo } from "#app/session/request-info.ts";
import { problems } from "#contract/problem.ts";
import { runtime } from "#core/runtime.ts";
import { readSession } from "#core/sessions/read-session.ts";
import { appRouter } from "#trpc/root.ts";

const MAX_BATCH = 10;

/**
 * A browser cannot be made to send both of these across origins without asking, so a foreign page can change nothing
 * with somebody's cookie.
 */
function isOwnMutation(request: Request): boolean {
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim();
  return type === "application/json" && request.headers.get("origin") === runtime().config.publicUrl;
}

const refuse = (code: "forbidden" | "invalid_request", detail: string) =>
  Response.json(
    { code, title: problems[code].title, status: problems[code].status, detail },
    { status: problems[code].status },
  );

/** The names in the address, of one call or a batch; null where they cannot be read. */
function proceduresOf(request: Request): string[] | null {
  const { pathname } = new URL(request.url);
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

async function handle(request: Request): Promise<Response> {
  if (request.method === "POST" && !isOwnMutation(request))
    return refuse("forbidden", "Send application/json from the portal's own origin.");
  const procedures = proceduresOf(request);
  if (procedures === null) return refuse("invalid_request", "The address is not percent-encoded UTF-8.");
  if (procedures.length > MAX_BATCH) return refuse("invalid_request", `At most ${MAX_BATCH} calls in a batch.`);
  const body = request.method === "POST" ? await request.text() : null;
  if (body !== null && !isJson(body)) return refuse("invalid_request", "The body is not valid JSON.");
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: body === null ? request : new Request(request.url, { method: "POST", headers: request.headers, body }),
    router: appRouter,
    createContext: async () => {
      const session = await auth();
      const found = session?.sessionId ? await readSession(runtime(), session.sessionId) : null;
      return { runtime: runtime(), principal: found?.principal ?? null, request: requestInfo(request.headers) };
    },
    responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
  });
}

export { handle as GET, handle as POST };
