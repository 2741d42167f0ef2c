const day = 86_400;

/** The span that starts at `start` (epoch seconds) and lasts `interval` seconds, in UTC, as short as it can be told. */
export function spanLabel(start: number, interval: number): string {
  const from = new Date(start * 1000).toISOString();
  if (interval >= day) return from.slice(0, 10);
  const to = new Date((start + interval) * 1000).toISOString();
  return `${from.slice(0, 10)} ${from.slice(11, 16)}–${to.slice(11, 16)} UTC`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A tick of the time axis in UTC: the hour, or the day where a day begins. */
export function tickLabel(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (seconds % day === 0) return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return date.toISOString().slice(11, 16);
}
