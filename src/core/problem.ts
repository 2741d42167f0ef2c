import { type Problem, type ProblemCode, problems } from "#contract/problem.ts";
import { isOutage } from "./outage.ts";
import { Refusal } from "./refusal.ts";

const RETRY_SECONDS = 2;

/** Anything thrown as a refusal: our own as they are, an outage as 503, everything else as 500 without a word of it. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isOutage(error)) return new Refusal("unavailable", undefined, { retry_after: RETRY_SECONDS, cause: error });
  return new Refusal("internal", undefined, { cause: error });
}

/** The body of a refusal (RFC 9457). */
export function toProblem({ code, message, more }: Refusal, requestId: string, publicUrl: string): Problem {
  const { errors, required_scopes, fix_path, limit, reset_at } = more;
  return {
    type: `${publicUrl}/docs/errors/${code}`,
    title: problems[code].title,
    status: problems[code].status,
    code,
    detail: message,
    request_id: requestId,
    ...(required_scopes && { required_scopes }),
    ...(fix_path && { fix_url: publicUrl + fix_path }),
    ...(errors && { errors }),
    ...(limit !== undefined && { limit }),
    ...(reset_at !== undefined && { reset_at }),
  };
}

/** The challenge of a 401 or 403 (RFC 6750 §3, RFC 9728 §5.1): no error code where no credential was sent. */
export function challenge({ code, more }: Refusal, publicUrl: string): string {
  const parts = [`realm="gatehouse"`];
  const error = errorOf(code);
  if (error) parts.push(`error="${error}"`, `error_description="${problems[code].title}"`);
  if (error === "insufficient_scope" && more.required_scopes) parts.push(`scope="${more.required_scopes.join(" ")}"`);
  parts.push(`resource_metadata="${publicUrl}/.well-known/oauth-protected-resource"`);
  return `Bearer ${parts.join(", ")}`;
}

function errorOf(code: ProblemCode): string | null {
  if (code === "unauthorized") return null;
  if (problems[code].status === 401) return "invalid_token";
  return code === "insufficient_scope" || code === "read_only_credential" ? "insufficient_scope" : null;
}
