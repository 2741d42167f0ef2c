const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `value` in base 62, most significant digit first, padded on the left with `0` to `width` characters. */
export function base62(value: bigint, width: number): string {
  let rest = value;
  let text = "";
  while (rest > 0n) {
    text = ALPHABET[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return text.padStart(width, "0");
}

/**
 * Whether the last `width` characters of `text` are `value`, an unsigned 32-bit number, in base 62. Makes no text of its
 * own: it runs on every request.
 */
export function endsWithBase62(text: string, value: number, width: number): boolean {
  let rest = value >>> 0;
  for (let at = text.length - 1; at >= text.length - width; at -= 1) {
    if (text.charCodeAt(at) !== ALPHABET.charCodeAt(rest % 62)) return false;
    rest = Math.floor(rest / 62);
  }
  return rest === 0;
}
