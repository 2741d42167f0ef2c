import type { KeyType, UnderRules } from "#contract/credential.ts";
import type { KeyStatus } from "#contract/key.ts";
import { Badge, type Tone } from "#ui/badge.tsx";

export const typeWords: Record<KeyType, string> = { live: "Live", test: "Test", read_only: "Read-only" };
const typeTones: Record<KeyType, Tone> = { live: "accent", test: "warning", read_only: "neutral" };

export const TypeBadge = ({ type }: { type: KeyType }) => <Badge tone={typeTones[type]}>{typeWords[type]}</Badge>;

export const statusWords: Record<KeyStatus, string> = {
  active: "Active",
  disabled: "Disabled",
  expired: "Expired",
  revoked: "Revoked",
};
const statusTones: Record<KeyStatus, Tone> = {
  active: "success",
  disabled: "warning",
  expired: "danger",
  revoked: "neutral",
};

/** The status, unless a rule of the organization refuses what would be active. */
export function KeyStatusBadge({ of: { status, rule } }: { of: { status: KeyStatus; rule: UnderRules["rule"] } }) {
  if (status === "active" && rule?.effect === "refused")
    return (
      <Badge tone="danger" dot title={rule.detail}>
        Refused by a rule
      </Badge>
    );
  return (
    <Badge tone={statusTones[status]} dot>
      {statusWords[status]}
    </Badge>
  );
}
