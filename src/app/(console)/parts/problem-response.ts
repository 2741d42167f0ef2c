import { requestInfo } from "#app/session/request-info.ts";
import { toProblem, toRefusal } from "#core/problem.ts";
import { runtime } from "#core/runtime.ts";

/** Whatever a route handler threw, as a problem (RFC 9457); what is our own fault goes to the log with its cause. */
export function problemResponse(error: unknown, request: Request): Response {
  const { id } = requestInfo(request.headers);
  const refusal = toRefusal(error);
  const { config, log } = runtime();
  if (refusal.code === "internal" || refusal.code === "unavailable")
    log.error({ err: refusal.more.cause ?? error, request_id: id }, refusal.message);
  const problem = toProblem(refusal, id, config.publicUrl);
  return Response.json(problem, {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
