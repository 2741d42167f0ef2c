import { type ProblemCode, problems } from "#contract/problem.ts";
import type { DecisionStep } from "#contract/usage.ts";

export type Decided = {
  operation: string;
  /** The credential as the reader knows it; null: none was recognized. */
  credential: string | null;
  status: number;
  code: ProblemCode | "";
  /** What the caller was told. */
  reason: string;
  method: string;
};

type Check = DecisionStep["check"];

/** In the order of the pipeline. */
const checks: readonly Check[] = ["credential", "tenant", "rate_limit", "route", "scope", "object", "input", "run"];

/** At which check a code stops a request. An unknown path is told apart from an unknown object by its operation. */
const failsAt: Record<ProblemCode, Check> = {
  ambiguous_credential: "credential",
  unauthorized: "credential",
  invalid_token: "credential",
  expired_token: "credential",
  revoked_token: "credential",
  used_up_token: "credential",
  passcode_required: "credential",
  disabled_key: "credential",
  rotated_key: "credential",
  inactive_user: "credential",
  second_factor_required: "run",
  ip_not_allowed: "credential",
  tenant_mismatch: "tenant",
  rate_limit_exceeded: "rate_limit",
  method_not_allowed: "route",
  insufficient_scope: "scope",
  read_only_credential: "scope",
  forbidden: "scope",
  policy_violation: "scope",
  not_found: "object",
  invalid_request: "input",
  payload_too_large: "input",
  unsupported_media_type: "input",
  invalid_input: "input",
  range_not_satisfiable: "input",
  key_creation_disabled: "run",
  recent_authentication_required: "run",
  quota_exceeded: "run",
  conflict: "run",
  schema_changed: "run",
  precondition_failed: "run",
  internal: "run",
  unavailable: "run",
};

/** Every check in order: those that were passed, the one that failed, and those that were not reached. */
export function decisionOf(event: Decided, isPublic: boolean): DecisionStep[] {
  const failed = failedCheck(event, isPublic);
  const at = failed === null ? checks.length : checks.indexOf(failed);
  return checks.map((check, index) => {
    if (index > at) return { check, result: "skipped", reason: "Not reached." };
    if (check === failed) return { check, result: "failed", reason: failureReason(event) };
    if (isPublic && (check === "credential" || check === "tenant" || check === "scope"))
      return { check, result: "skipped", reason: "This operation is open to everybody." };
    return { check, result: "passed", reason: passedReasons[check](event) };
  });
}

function failedCheck({ code, status, operation, credential }: Decided, isPublic: boolean): Check | null {
  if (code === "") return status >= 400 ? "run" : null;
  if (code === "not_found" && operation === "") return "route";
  // The database could not be asked who is calling.
  if (code === "unavailable" && credential === null && !isPublic) return "credential";
  // Without a good credential it is the address that has a limit, and it is counted at the first check.
  if (code === "rate_limit_exceeded" && credential === null && !isPublic) return "credential";
  return failsAt[code];
}

const failureReason = ({ code, reason }: Decided): string =>
  reason || (code === "" ? "The operation failed." : problems[code].about);

const passedReasons: Record<Check, (event: Decided) => string> = {
  credential: ({ credential }) => `${credential ?? "The credential"} was good.`,
  tenant: () => "The credential belongs to this organization.",
  rate_limit: () => "Within the limit of this hour.",
  route: ({ method, operation }) => `${method} on this path is ${operation}.`,
  scope: () => "Its scopes, the role of its owner and the organization's rules allow the operation.",
  object: () => "Nothing was asked for that it may not see.",
  input: () => "The input was valid.",
  run: ({ status }) => `Answered ${status}.`,
};
