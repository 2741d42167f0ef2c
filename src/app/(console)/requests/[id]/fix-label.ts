import type { ProblemCode } from "#contract/problem.ts";

const labels: Partial<Record<ProblemCode, string>> = {
  unauthorized: "Open keys",
  invalid_token: "Open keys",
  insufficient_scope: "Add the scope to the key",
  ip_not_allowed: "Change the allowed addresses",
  rate_limit_exceeded: "Change the key's limit",
  expired_token: "Rotate the key",
  rotated_key: "Rotate the key",
  revoked_token: "Create a new key",
  read_only_credential: "Create a key that writes",
  disabled_key: "Enable the key",
};

/** What the button says that leads to where the error is mended. */
export const fixLabel = (code: ProblemCode): string => labels[code] ?? "Fix it";
