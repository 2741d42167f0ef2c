import { isIP } from "node:net";
import type { ConnectorSettings, TlsMode } from "#contract/connector-settings.ts";
import type { SyncSchedule } from "#contract/sync-schedule.ts";
import { NOT_ALLOWED, OutgoingRefused, outgoingGuard } from "#core/net/outgoing-guard.ts";
import { invalidField } from "#core/refusal.ts";
import type { Runtime } from "#core/runtime.ts";
import { nextRuns } from "#lib/next-runs.ts";

/** Refuses settings that could never connect. A name is judged by its address when it is connected to. */
export function requireReachable({ config }: Runtime, settings: ConnectorSettings): void {
  const guard = outgoingGuard(config.outgoingAllowedRanges);
  if (settings.kind === "postgres") {
    const secure = settings.tls !== "disable";
    if (!secure && config.outgoingAllowedRanges.length === 0)
      throw invalidField("settings.tls", "not_allowed", "This installation connects with TLS only.");
    if (isIP(settings.host) !== 0 && !guard.mayConnect(settings.host, secure))
      throw invalidField("settings.host", "not_allowed", NOT_ALLOWED);
    return;
  }
  try {
    guard.requireUrl(new URL(settings.url));
  } catch (error) {
    if (error instanceof OutgoingRefused) throw invalidField("settings.url", "not_allowed", error.message);
    throw error;
  }
}

const strength: Record<TlsMode, number> = { disable: 0, require: 1, "verify-full": 2 };

/**
 * Whether a secret that was given for the one must not be sent to the other: to another host, port or scheme, over a
 * connection that protects it less, or as something else than it was given for. Otherwise whoever may edit a connector
 * could have its password sent to a server of their own.
 */
export function dropsSecret(before: ConnectorSettings, after: ConnectorSettings): boolean {
  if (before.kind === "postgres" && after.kind === "postgres")
    return (
      before.host.toLowerCase() !== after.host.toLowerCase() ||
      before.port !== after.port ||
      before.user !== after.user ||
      strength[after.tls] < strength[before.tls] ||
      // Who names the certificates to trust could name their own.
      (after.tls === "verify-full" && before.ca !== after.ca)
    );
  if (before.kind === "http" && after.kind === "http")
    return new URL(before.url).origin !== new URL(after.url).origin || before.auth.type !== after.auth.type;
  return true;
}

/** When a connector syncs next by its schedule. */
export const nextSyncAt = (schedule: SyncSchedule | null, now: Date): Date | null =>
  schedule === null ? null : (nextRuns(schedule.cron, schedule.time_zone, now, 1)?.[0] ?? null);
