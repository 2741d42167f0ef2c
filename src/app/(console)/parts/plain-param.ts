/** A part of a path as it was meant: Next hands it over as it stands in the URL. Garbage stays as it is. */
export function plainParam(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
