import { type AlertKind, alertKinds } from "#contract/alert.ts";

type Data = { actor?: unknown } & Record<string, unknown>;
const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? `${value}` : "");
const named = (name: string | null) => `“${(name ?? "").replaceAll(/\s+/g, " ")}”`;
const by = (data: Data) => {
  const actor = data.actor as { name?: unknown } | undefined;
  return actor?.name ? ` by ${text(actor.name).replaceAll(/\s+/g, " ")}` : "";
};
const why = (reason: unknown) => (text(reason) === "" ? "" : ` ${text(reason)}`);
const day = (value: unknown) => text(value).slice(0, 10);
const ofWhat: Record<string, (name: string | null) => string> = {
  credential: named,
  member: (name) => `All credentials of ${name ?? "a member"} together`,
  organization: () => "All credentials of the organization together",
};

const sentences: Record<AlertKind, (name: string | null, data: Data) => string> = {
  "key.created": (name, data) => `${named(name)} was created${by(data)}.`,
  "key.rotated": (name, data) => `${named(name)} was rotated${by(data)}.`,
  "key.revoked": (name, data) => `${named(name)} was revoked${by(data)}.${why(data.reason)}`,
  "key.leaked": (name, { former_secret }) =>
    former_secret === true
      ? `A former secret of ${named(name)} was reported as leaked and has been ended. The present one goes on working.`
      : `${named(name)} was reported as leaked and has been ended. Replace it where it is used.`,
  "key.expiring": (name, { days, expires_at, reason }) =>
    `${named(name)} expires in ${days === 1 ? "1 day" : `${text(days)} days`} or less, on ${day(expires_at)}.${why(reason)}`,
  "key.expired": (name, { expires_at, reason }) => `${named(name)} expired on ${day(expires_at)}.${why(reason)}`,
  "key.new_network": (name, { network, ip }) =>
    `${named(name)} was used from ${text(ip)}, in a network (${text(network)}) that it was never used from before.`,
  "usage.error_spike": (name, { requests, errors, minutes }) =>
    `${text(errors)} of the last ${text(requests)} requests of ${named(name)} failed, within ${text(minutes)} minutes.`,
  "usage.quota": (name, { of, percent, limit }) =>
    `${(ofWhat[text(of)] ?? named)(name)} used ${text(percent)} % of ${text(limit)} requests in this hour.`,
  "connector.disabled": (name, { reason }) => `The connector ${named(name)} was switched off: ${text(reason)}`,
  "webhook.disabled": (name, { reason }) => `The webhook to ${text(name)} was switched off: ${text(reason)}`,
};

/** An alert in one plain sentence, for screens, mails and webhooks alike. */
export const alertSummary = (kind: AlertKind, name: string | null, data: Data): string =>
  sentences[kind]?.(name, data) ?? alertKinds[kind].label;
