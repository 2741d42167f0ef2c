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

/** The same for an unsigned 32-bit number, without BigInt: it runs on every request. */
export function base62Number(value: number, width: number): string {
  let rest = value >>> 0;
  let text = "";
  while (rest > 0) {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(width, "0");
}
