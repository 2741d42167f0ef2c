/**
 * A comma-separated list whose items may stand in double quotes, a quote inside doubled, as in CSV and SQL. Null if a
 * quote is not closed or is followed by something else. Items without quotes are trimmed when `trim` is set.
 */
export function parseList(text: string, trim: boolean): { text: string; lead: string }[] | null {
  const items: { text: string; lead: string }[] = [];
  let at = 0;
  for (;;) {
    const item = readItem(text, at, ",", trim);
    if (item === null) return null;
    items.push(item);
    if (item.next >= text.length) return items;
    at = item.next + 1;
  }
}

/**
 * One item from `at` up to `stop` or the end. A `-` may stand before the quote, as sorting needs it; it is given as
 * `lead`. `next` is the position of the stop.
 */
export function readItem(
  text: string,
  at: number,
  stop: string,
  trim: boolean,
): { text: string; lead: string; next: number } | null {
  const quoted = /^\s*(-?)"((?:[^"]|"")*)"\s*/.exec(text.slice(at));
  if (quoted) {
    const next = at + quoted[0].length;
    if (next < text.length && text[next] !== stop) return null;
    return { text: (quoted[2] ?? "").replaceAll('""', '"'), lead: quoted[1] ?? "", next };
  }
  if (/^\s*-?"/.test(text.slice(at))) return null;
  const end = text.indexOf(stop, at);
  const next = end === -1 ? text.length : end;
  const raw = text.slice(at, next);
  return { text: trim ? raw.trim() : raw, lead: "", next };
}
