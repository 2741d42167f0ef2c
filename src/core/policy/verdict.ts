import type { CredentialKind, KeyType } from "#contract/credential.ts";
import type { IssuedKind, OrganizationSettings } from "#contract/organization.ts";
import type { UserKind } from "#contract/user.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What the rules of an organization look at. Times in epoch milliseconds; `expiresAtMs` Infinity: never. */
export type Judged = {
  kind: CredentialKind;
  type: KeyType;
  /** A sign-in to the portal. Which credentials are allowed is not about those. */
  portal?: boolean;
  createdAtMs: number;
  expiresAtMs: number;
  ownerKind: UserKind;
  ownerHasSecondFactor: boolean;
};

export type Verdict = {
  /** Why it is refused wherever and whenever it is used (`policy_violation`); null: the rules let it in. */
  refusal: string | null;
  /** From when on it is refused as expired: its own expiry, or what the rules leave of it. */
  expiresAtMs: number;
};

export type Rules = Pick<
  OrganizationSettings,
  "allowed_credentials" | "never_expires_allowed" | "max_key_lifetime_days" | "session_hours" | "second_factor_required"
>;

/**
 * Whether a credential is good under the rules of an organization, and until when. A request asks once when its record is
 * read, minting before it hands out a secret, and the preview of a rule with rules that are not in force yet: one answer
 * for all. What else ends a credential (revoked, disabled, its own expiry, its owner) is not for the organization to say.
 */
export function verdictOf(credential: Judged, rules: Rules): Verdict {
  return { refusal: refusalUnder(credential, rules), expiresAtMs: expiryUnder(credential, rules) };
}

function refusalUnder(credential: Judged, rules: Rules): string | null {
  const { kind, type, ownerKind } = credential;
  const issued = issuedKindOf(kind, type);
  if (issued && !credential.portal && !rules.allowed_credentials.includes(issued))
    return `The organization does not allow ${issuedKindWords[issued]}.`;
  if (livesAsKeysDo(kind) && credential.expiresAtMs === Number.POSITIVE_INFINITY && !rules.never_expires_allowed)
    return "The organization wants every credential to expire, and this one never does.";
  if (rules.second_factor_required && ownerKind === "person" && !credential.ownerHasSecondFactor)
    return credential.portal
      ? "The organization requires a second factor, and you have none."
      : "The organization requires a second factor, and the owner has none.";
  return null;
}

function expiryUnder({ kind, createdAtMs, expiresAtMs }: Judged, rules: Rules): number {
  if (kind === "session")
    return rules.session_hours === null
      ? expiresAtMs
      : Math.min(expiresAtMs, createdAtMs + rules.session_hours * HOUR_MS);
  if (!livesAsKeysDo(kind) || rules.max_key_lifetime_days === null) return expiresAtMs;
  return Math.min(expiresAtMs, createdAtMs + rules.max_key_lifetime_days * DAY_MS);
}

/** What people make and keep. Sessions have a length of their own, and what OAuth issues is renewed. */
const livesAsKeysDo = (kind: CredentialKind): boolean =>
  kind === "api_key" || kind === "personal_access_token" || kind === "private_token" || kind === "share";

/** What an organization calls a credential in its rules; null: it has no say about that kind. */
export function issuedKindOf(kind: CredentialKind, type: KeyType): IssuedKind | null {
  if (kind === "api_key") return type;
  return kind === "none" ? null : kind;
}

/** How a kind is called in a sentence. */
export const issuedKindWords: Record<IssuedKind, string> = {
  live: "live keys",
  test: "test keys",
  read_only: "read-only keys",
  personal_access_token: "personal access tokens",
  private_token: "private tokens",
  share: "share links",
  session: "sessions outside the portal",
  oauth: "OAuth tokens",
};
