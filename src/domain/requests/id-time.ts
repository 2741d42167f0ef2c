const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

/** Ten digits reach further than dates that PostgreSQL and JavaScript write alike. */
const LATEST_MS = Date.UTC(9990, 0);

/** When a TypeID was made, in epoch milliseconds: its first ten digits (RFC 9562 §5.7). Null: it is none, or of no year so far. */
export function idTimeMs(id: string): number | null {
  const [, digits] = /^[a-z]{1,10}_([0-7][0-9a-hjkmnp-tv-z]{9})[0-9a-hjkmnp-tv-z]{16}$/.exec(id) ?? [];
  if (digits === undefined) return null;
  let ms = 0;
  for (const digit of digits) ms = ms * 32 + CROCKFORD.indexOf(digit);
  return ms < LATEST_MS ? ms : null;
}
