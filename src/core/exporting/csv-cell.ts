/**
 * A cell for a spreadsheet. Text that a spreadsheet would run as a formula gets an apostrophe before it; null is empty
 * and an empty text is two quotes, so that the two stay apart.
 */
export function csvCell(text: string | null): string {
  if (text === null) return "";
  if (text === "") return '""';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
