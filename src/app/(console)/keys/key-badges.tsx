import type { KeyType } from "#contract/credential.ts";
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

export const KeyStatusBadge = ({ status }: { status: KeyStatus }) => (
  <Badge tone={statusTones[status]} dot>
    {statusWords[status]}
  </Badge>
);
