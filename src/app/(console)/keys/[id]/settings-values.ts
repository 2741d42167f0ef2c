import type { Key, UpdateKeyInput } from "#contract/key.ts";
import type { Scope } from "#contract/scope.ts";
import { endOfDay } from "../../credentials/expiry-choice.ts";
import { limitOf, linesOf, metadataOf } from "../new/key-form-values.ts";

/** The fields of a key's settings, lists and numbers as text. */
export type SettingsValues = {
  name: string;
  scopes: Scope[];
  expires_at: "date" | "never";
  expires_on: string;
  allowed_ips: string;
  rate_limit: string;
  metadata: string;
};

/** A moment as a day of the reader's calendar, `YYYY-MM-DD`. */
export const dayOf = (time: string | null): string => (time ? new Date(time).toLocaleDateString("sv-SE") : "");

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What differs from the key as it is: what was not touched is not sent, so it cannot be refused or undo another's change. */
export function toUpdateInput(key: Key, values: SettingsValues): UpdateKeyInput {
  const { name, scopes, expires_at, expires_on } = values;
  const ips = linesOf(values.allowed_ips);
  const limit = limitOf(values.rate_limit);
  const metadata = metadataOf(values.metadata);
  const endsAsBefore =
    expires_at === "never" ? key.expires_at === null : key.expires_at !== null && expires_on === dayOf(key.expires_at);
  return {
    id: key.id,
    ...(name !== key.name && { name }),
    ...(!same(scopes.toSorted(), key.scopes.toSorted()) && { scopes }),
    ...(!endsAsBefore && { expires_at: expires_at === "never" ? null : endOfDay(expires_on) }),
    ...(!same(ips, key.allowed_ips) && { allowed_ips: ips }),
    ...(limit !== (key.rate_limit_own ? key.rate_limit : null) && { rate_limit: limit }),
    ...(!same(metadata, key.metadata) && { metadata }),
  };
}
