import type { TimeBucket } from "#contract/source-query.ts";

const day = 86_400;

/** The span that starts at `start` (epoch seconds) and lasts `interval` seconds, in UTC, as short as it can be told. */
export function spanLabel(start: number, interval: number): string {
  const from = new Date(start * 1000).toISOString();
  if (interval >= day) return from.slice(0, 10);
  const to = new Date((start + interval) * 1000).toISOString();
  return `${from.slice(0, 10)} ${from.slice(11, 16)}–${to.slice(11, 16)} UTC`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A tick of the time axis in UTC: the hour, or the day where a day begins; on an axis of years (`span`) the month or year. */
export function tickLabel(seconds: number, span: number): string {
  const date = new Date(seconds * 1000);
  if (span > 300 * day) {
    const year = date.getUTCFullYear();
    return date.getUTCMonth() === 0 ? String(year) : `${months[date.getUTCMonth()]} ${year}`;
  }
  if (seconds % day === 0) return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return date.toISOString().slice(11, 16);
}

/** The bucket that begins at `start` (epoch seconds), as people call it. */
export function bucketLabel(start: number, bucket: TimeBucket | null): string {
  const date = new Date(start * 1000);
  const iso = date.toISOString();
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (bucket) {
    case "year":
      return String(year);
    case "quarter":
      return `Q${Math.floor(month / 3) + 1} ${year}`;
    case "month":
      return `${months[month]} ${year}`;
    case "week":
      return `Week of ${iso.slice(0, 10)}`;
    case "day":
      return iso.slice(0, 10);
    case "hour":
      return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
    default:
      return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  }
}
