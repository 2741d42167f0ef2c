import type { Connector, ConnectorSync, SyncPhase, SyncStatus } from "#contract/connector.ts";
import type { ConnectorSettings } from "#contract/connector-settings.ts";
import type { SyncSchedule } from "#contract/sync-schedule.ts";
import type { Tone } from "#ui/badge.tsx";
import { bytes, count, counted } from "../parts/numbers.ts";

export const purpose = "Sources that fill themselves, from a PostgreSQL or an HTTP feed.";
export const connectorsInput = { limit: 100 };

export const syncWords: Record<SyncStatus, { label: string; tone: Tone }> = {
  queued: { label: "Waiting", tone: "accent" },
  running: { label: "Running", tone: "accent" },
  succeeded: { label: "Succeeded", tone: "success" },
  unchanged: { label: "Nothing new", tone: "neutral" },
  failed: { label: "Failed", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "neutral" },
  interrupted: { label: "Interrupted", tone: "warning" },
};
export const phaseWords: Record<SyncPhase, string> = {
  connecting: "Connecting",
  reading: "Reading rows",
  importing: "Importing rows",
  comparing: "Counting what has changed",
};

export const isUnderWay = (sync: ConnectorSync | null): boolean =>
  sync?.status === "queued" || sync?.status === "running";

/** "1,200 rows, 3.4 MiB" */
export const progressOf = ({ rows_read, bytes_read }: ConnectorSync): string =>
  [...(rows_read > 0 ? [counted(rows_read, "row")] : []), ...(bytes_read > 0 ? [bytes(bytes_read)] : [])].join(", ");

/** "+12 ~3 −1", in words for whoever hears it. */
export function changesOf({ changes }: ConnectorSync): { short: string; long: string } | null {
  if (!changes) return null;
  const { added, changed, removed } = changes;
  const parts = [
    `${count(added)} added`,
    ...(changed === null ? [] : [`${count(changed)} changed`]),
    `${count(removed)} removed`,
  ];
  return {
    short: [`+${count(added)}`, ...(changed === null ? [] : [`~${count(changed)}`]), `−${count(removed)}`].join(" "),
    long: parts.join(", "),
  };
}

/** Where rows come from, in a line. */
export function originOf(settings: ConnectorSettings): string {
  if (settings.kind === "http") return settings.url;
  const what = settings.table === null ? "query" : `${settings.schema}.${settings.table}`;
  return `${settings.host}:${settings.port}/${settings.database} · ${what}`;
}

/** A schedule in words, where it is one that the form offers. */
export function scheduleWords(schedule: SyncSchedule | null): string {
  if (schedule === null) return "By hand";
  const { cron, time_zone } = schedule;
  if (cron === "*/15 * * * *") return "Every 15 minutes";
  if (cron === "0 * * * *") return "Hourly";
  const time = dailyTime(cron);
  return time === null ? `${cron} (${time_zone})` : `Daily at ${time} (${time_zone})`;
}

/** The time of day of a daily pattern, as `06:30`; null: it is another one. */
export function dailyTime(cron: string): string | null {
  const match = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron);
  return match ? `${match[2]?.padStart(2, "0")}:${match[1]?.padStart(2, "0")}` : null;
}

export function stateOf(connector: Connector): { label: string; tone: Tone } {
  if (!connector.enabled) return { label: "Off", tone: "danger" };
  if (connector.needs_secret) return { label: "Needs a secret", tone: "warning" };
  if (isUnderWay(connector.last_sync)) return { label: "Syncing", tone: "accent" };
  if (connector.failures > 0) return { label: "Failing", tone: "warning" };
  if (connector.review) return { label: "Review columns", tone: "warning" };
  return { label: "On", tone: "success" };
}
