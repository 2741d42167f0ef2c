import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { CredentialRecord } from "../credentials/credential-record.ts";
import { refusalOf } from "../credentials/resolve.ts";
import { derivedSecret } from "../derived-secret.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import type { Runtime } from "../runtime.ts";

const VISIT_MS = 3_600_000;
/** Hash of the token, end in epoch seconds, which passcode was proved, signature. */
const FORM = /^([\w-]{43})\.(\d{10})\.([\w-]{16})\.([\w-]{43})$/;

type Guard = Pick<Runtime, "config" | "clock">;

const sign = (secret: string, text: string) =>
  createHmac("sha256", derivedSecret(secret, "share visits")).update(text).digest("base64url");
/** A visit ends with the passcode that was proved for it. */
const proofOf = ({ share }: CredentialRecord) => hash("sha256", share?.passcodeHash ?? "", "base64url").slice(0, 16);

/** A visit of one link, for an hour: what a visitor shows from then on instead of the token and the passcode. */
export function beginVisit(
  { config, clock }: Guard,
  record: CredentialRecord,
  tokenHash: string,
): { visit: string; endsAt: Date } {
  const endsMs = Math.min(clock.nowMs() + VISIT_MS, record.expiresAtMs);
  const text = `${tokenHash}.${Math.floor(endsMs / 1000)}.${proofOf(record)}`;
  return { visit: `${text}.${sign(config.secret, text)}`, endsAt: new Date(endsMs) };
}

/**
 * Who a visitor acts as: the link's maker as they are now, confined to what the link shows. Refuses as the link itself
 * would be refused at this moment, and with `unauthorized` once the visit is over.
 */
export async function visitorOf(
  runtime: Guard & Pick<Runtime, "resolver">,
  visit: string,
  ip: string,
): Promise<Principal> {
  const [, tokenHash, ends, proof, signature] = FORM.exec(visit) ?? [];
  const { config, clock, resolver } = runtime;
  if (!tokenHash || !ends || !proof || !signature) throw over();
  const own = sign(config.secret, `${tokenHash}.${ends}.${proof}`);
  if (!timingSafeEqual(Buffer.from(own), Buffer.from(signature)) || Number(ends) * 1000 <= clock.nowMs()) throw over();
  const record = await resolver.visited(tokenHash);
  if (!record || proofOf(record) !== proof) throw over();
  // The view that this visit is was counted when it began.
  requireOpen({ ...record, share: record.share && { ...record.share, usedUp: false } }, ip, clock.nowMs());
  const { bound } = record.principal;
  if (!bound) throw over();
  return { ...record.principal, bound: { ...bound, visiting: true } };
}

const over = () => new Refusal("unauthorized", "This visit is over. Open the link again.");

/** Refuses a link that shows nothing now, or nothing to that address. */
export function requireOpen(record: CredentialRecord, ip: string, nowMs: number): void {
  const refusal = refusalOf(record, nowMs);
  if (refusal) throw refusal;
  if (record.isAllowedIp && !record.isAllowedIp(ip)) throw new Refusal("ip_not_allowed");
}
