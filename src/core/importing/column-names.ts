/** PostgreSQL cuts identifiers at 63 bytes, silently. */
export const MAX_NAME_BYTES = 63;

/** The row number of every source table, and the columns that PostgreSQL gives every table. */
const reserved = new Set(["_row", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);
export const isReservedName = (name: string): boolean => reserved.has(name);

/**
 * Names that a table can have, from the names in a file: without control characters, at most 63 bytes, none empty, none
 * reserved, none twice. What is fine stays as it is.
 */
export function columnNames(keys: readonly string[]): string[] {
  const taken = new Set<string>();
  return keys.map((key, index) => {
    const clean = cut(
      key
        .toWellFormed()
        .replace(/[\p{Cc}\s]+/gu, " ")
        .trim(),
      MAX_NAME_BYTES,
    );
    const base = clean === "" ? `column_${index + 1}` : clean;
    let name = base;
    for (let number = 2; taken.has(name) || isReservedName(name); number++) {
      const suffix = `_${number}`;
      name = cut(base, MAX_NAME_BYTES - suffix.length) + suffix;
    }
    taken.add(name);
    return name;
  });
}

/** The longest beginning within so many bytes of UTF-8 that does not cut a character. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let result = "";
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    result += character;
  }
  return result.trimEnd();
}
