const DECIMAL = /^-?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** Whether a double keeps every digit of a decimal: `0.1` does, `12345678901234567890` and `1e999` do not. */
export function isExactDouble(text: string): boolean {
  // No program writes a double with so many digits, and the comparison below must not run over a mebibyte of them.
  if (text.length > 100) return false;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  // Fifteen digits always come back from a double as they were.
  if (text.length <= 15 && !/[eE]/.test(text)) return true;
  return normal(text) === normal(String(value));
}

/** Significant digits and exponent, so that `1.50` and `15e-1` are the same. */
function normal(text: string): string {
  const match = DECIMAL.exec(text);
  if (!match) return text;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${text.startsWith("-") ? "-" : ""}${significant}e${scale}`;
}

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** Whether `text` is a whole number of 64 bits, written as a computer writes it: no leading zero, no plus sign. */
export function isWholeNumber(text: string): boolean {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return false;
  if (text.length < 19) return true;
  const value = BigInt(text);
  return value >= MIN && value <= MAX;
}
