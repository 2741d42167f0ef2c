import type { CredentialKind } from "#contract/credential.ts";
import { pagePathOf } from "#contract/credential-page.ts";
import type { ProblemCode } from "#contract/problem.ts";
import { Scope } from "#contract/scope.ts";

type Failed = {
  code: ProblemCode | "";
  reason: string;
  kind: CredentialKind;
  keyId: string | null;
  status: "active" | "disabled" | "expired" | "revoked" | null;
};

/** Where in the portal the reader can mend what stopped a request; null: nowhere, or it has been mended. */
export function fixPathOf({ code, reason, kind, keyId, status }: Failed): string | null {
  if (code === "unauthorized" || code === "invalid_token") return "/keys";
  if (keyId === null || status === null) return null;
  // A token is never changed: what it lacks, another one has to have.
  if (kind !== "api_key") return kind === "session" ? null : pagePathOf(kind, keyId);
  if (status === "revoked") return code === "revoked_token" ? "/keys/new" : null;
  const key = `/keys/${keyId}`;
  switch (code) {
    case "insufficient_scope": {
      const scope = missingScope(reason);
      return scope ? `${key}?tab=settings&add=${scope}` : null;
    }
    case "ip_not_allowed":
    case "rate_limit_exceeded":
      return `${key}?tab=settings`;
    case "expired_token":
      return status === "expired" ? `${key}?tab=rotate` : null;
    case "rotated_key":
      return `${key}?tab=rotate`;
    case "disabled_key":
      return status === "disabled" ? `${key}?action=enable` : null;
    case "read_only_credential":
      return "/keys/new";
    default:
      return null;
  }
}

/** The one scope that the key itself lacks. What its owner's role lacks, no change of the key can give. */
function missingScope(reason: string): Scope | null {
  const named = /^This key lacks ([a-z]+:[a-z]+)\.$/.exec(reason)?.[1];
  return Scope.safeParse(named).data ?? null;
}
