const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Replaces each name by its value, everywhere; in HTML (`inHtml`) the value is escaped first. */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string>> | undefined,
  inHtml = false,
): string {
  let filled = text;
  for (const [name, value] of Object.entries(values ?? {})) {
    filled = filled.replaceAll(name, () => (inHtml ? value.replace(/[&<>"']/g, (sign) => entities[sign]!) : value));
  }
  return filled;
}
