/** A row as it came out of the file with the line where it begins, or why it could not be read. */
export type Parsed<T> =
  | { line: number; value: T; problem?: undefined }
  | { line: number; value?: undefined; problem: string; text: string };

/** Eats a file's text chunk by chunk. `last` is true for the final call, whose text may be empty. */
export type Parser<T> = (text: string, last: boolean) => Parsed<T>[];

/** The longest cell, in UTF-16 code units. */
export const MAX_CELL = 1024 * 1024;
/** The longest row; what is longer is rejected without being held in memory. */
export const MAX_RECORD = 8 * 1024 * 1024;

/** The beginning of a text, as a copy: a slice would keep the whole chunk of the file in memory. */
export function excerpt(text: string, length = 200): string {
  const cut = text.length > length ? `${text.slice(0, length)}…` : text;
  return Buffer.from(cut.replaceAll("\0", "␀")).toString();
}

export function countNewlines(text: string, from: number, to: number): number {
  // On the slice: searching in the whole chunk would run to its end for every row of a file without line breaks.
  const part = text.slice(from, to);
  let count = 0;
  for (let at = part.indexOf("\n"); at !== -1; at = part.indexOf("\n", at + 1)) count += 1;
  return count;
}
