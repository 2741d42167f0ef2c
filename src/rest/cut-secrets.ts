/**
 * A text that a caller chose, for a log: whatever looks like a secret or a signed token is cut out. What an address may
 * spell as `%5f` it may also spell as `_` (RFC 3986 §6.2.2.2), so letters, digits and what may join them are spelled out
 * first.
 */
export function cutSecrets(text: string, prefix: string): string {
  if (!text.includes(`${prefix}_`) && !text.includes("%") && !text.includes("eyJ")) return text;
  return text
    .replace(/%(?:2[de]|3\d|[46][1-9a-f]|5[0-9af]|7[0-9a])/gi, decodeURIComponent)
    .replace(new RegExp(`${prefix}_[a-z]+_[0-9A-Za-z]{20,}`, "g"), "[redacted]")
    .replace(/eyJ[\w-]{10,}(?:\.[\w-]+)*/g, "[redacted]");
}
