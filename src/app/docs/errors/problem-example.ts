import { type Problem, type ProblemCode, problems } from "#contract/problem.ts";
import { challenge, toProblem } from "#core/problem.ts";
import { invalidField, Refusal } from "#core/refusal.ts";

const ID = "01jd8z5m3qf2v9xk4t7w6y0a1b";
const RESET_AT = 1_767_232_800;

/** What a caller might really have met. Codes that are not here always say the same. */
const examples: Partial<Record<ProblemCode, Refusal>> = {
  invalid_request: new Refusal("invalid_request", "The body is not valid JSON in UTF-8."),
  forbidden: new Refusal("forbidden", "A key cannot make one that outlives it."),
  insufficient_scope: new Refusal("insufficient_scope", "This key lacks data:write.", {
    required_scopes: ["data:write"],
    fix_path: `/keys/key_${ID}?tab=settings&add=data:write`,
  }),
  read_only_credential: new Refusal("read_only_credential", undefined, { required_scopes: ["data:write"] }),
  policy_violation: new Refusal("policy_violation", "Keys live at most 90 days in this organization."),
  not_found: new Refusal("not_found", "There is no such source."),
  method_not_allowed: new Refusal("method_not_allowed", "PUT is not one of: GET, POST."),
  conflict: new Refusal("conflict", "This Idempotency-Key was used for another request."),
  unsupported_media_type: new Refusal("unsupported_media_type", "Send the body as application/json."),
  invalid_input: invalidField("expires_at", "too_early", "The expiry must lie in the future."),
  rate_limit_exceeded: new Refusal("rate_limit_exceeded", undefined, {
    limit: 5000,
    reset_at: RESET_AT,
    retry_after: 1800,
  }),
  unavailable: new Refusal("unavailable", undefined, { retry_after: 2 }),
};

/** The answer of a problem as the API gives it, made by what makes the real ones. */
export function problemExample(
  code: ProblemCode,
  publicUrl: string,
): { status: number; headers: [name: string, value: string][]; body: Problem } {
  const { status } = problems[code];
  const refusal = examples[code] ?? new Refusal(code);
  const { required_scopes, retry_after } = refusal.more;
  const headers: [string, string][] = [["Content-Type", "application/problem+json"]];
  if (status === 401 || status === 403) headers.push(["WWW-Authenticate", challenge(refusal, publicUrl)]);
  if (required_scopes) headers.push(["X-Accepted-Scopes", required_scopes.join(" ")]);
  if (retry_after !== undefined) headers.push(["Retry-After", String(retry_after)]);
  if (status === 405) headers.push(["Allow", "GET, POST"]);
  return { status, headers, body: toProblem(refusal, `req_${ID}`, publicUrl) };
}
