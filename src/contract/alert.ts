import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";

/** Every kind of alert, with the words that screens, mails and docs use for it. */
export const alertKinds = {
  "key.created": { label: "Credential created", describes: "A key or token was made." },
  "key.rotated": { label: "Key rotated", describes: "A key got a new secret." },
  "key.revoked": { label: "Credential revoked", describes: "A key or token was ended for good." },
  "key.leaked": {
    label: "Credential leaked",
    describes: "Somebody found a secret and reported it; it was ended at once.",
  },
  "key.expiring": { label: "Credential expires soon", describes: "A key or token expires in 30, 7 or 1 days." },
  "key.expired": { label: "Credential expired", describes: "A key or token has passed its expiry." },
  "key.new_network": {
    label: "Used from a new network",
    describes: "A key or token was used from a network (/24 of IPv4, /48 of IPv6) that it had never been used from.",
  },
  "usage.error_spike": {
    label: "Errors rise",
    describes: "Many of a credential's requests failed in the last ten minutes, and far more of them than before.",
  },
  "usage.quota": {
    label: "Limit nearly used up",
    describes: "A credential, a member or the organization used 75, 90 or 100 % of an hourly limit.",
  },
  "connector.disabled": {
    label: "Connector switched off",
    describes: "Five syncs of a connector in a row have failed.",
  },
  "webhook.disabled": {
    label: "Webhook switched off",
    describes: "A webhook failed for three days, or its receiver said that it is gone.",
  },
} as const satisfies Record<string, { label: string; describes: string }>;

export type AlertKind = keyof typeof alertKinds;
export const alertKindNames = Object.keys(alertKinds) as [AlertKind, ...AlertKind[]];
const Kind = z.enum(alertKindNames);

export const Alert = z.object({
  id: z.string(),
  kind: Kind,
  created_at: z.string(),
  read_at: z.string().nullable(),
  summary: z.string().describe("One plain sentence"),
  subject: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
  data: z.record(z.string(), z.json()).describe("What the kind has to tell: see the docs page on webhooks"),
});
export type Alert = z.infer<typeof Alert>;

export const ListAlertsInput = z.strictObject({
  ...PageInput,
  kind: Kind.optional(),
  unread: z.stringbool().optional().describe("Only those that were not read"),
});
export const ListedAlerts = listOf(Alert);
export const UnreadAlerts = z.object({ unread: z.int() });

export const ReadAlertsInput = z.strictObject({
  ids: z.array(idOf("alert")).min(1).max(100).optional().describe("Left out: all"),
});

const Preference = z.object({
  kind: Kind,
  label: z.string(),
  describes: z.string(),
  console: z.boolean(),
  email: z.boolean(),
});
export const AlertPreferences = z.object({
  data: z.array(Preference),
  email_available: z.boolean().describe("Whether this installation sends mail"),
});
export const SetAlertPreferencesInput = z.strictObject({
  data: z
    .array(z.strictObject({ kind: Kind, console: z.boolean(), email: z.boolean() }))
    .min(1)
    .max(alertKindNames.length)
    .describe("Kinds that are left out stay as they are"),
});
