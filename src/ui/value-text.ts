import type { Cell, ColumnType } from "#contract/source.ts";

const exact = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const small = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 12,345.68; of what is nearly nothing three digits that mean something. */
export const numberText = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.1 ? small.format(value) : exact.format(value);

/** 12.3K where there is little room; what is short anyway stays exact. */
export const shortNumber = (value: number): string =>
  Math.abs(value) >= 10_000 ? short.format(value) : numberText(value);

/** A cell as a number; null where it holds none. Integers beyond 2⁵³ come as text. */
export function cellNumber(cell: Cell | undefined): number | null {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string" || cell.trim() === "") return null;
  const number = Number(cell);
  return Number.isFinite(number) ? number : null;
}

/** A cell for reading. Whole numbers that are names of something (a year, an id) are told from amounts by `plain`. */
export function cellText(cell: Cell | undefined, type: ColumnType, plain = false): string {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "number" && !plain) return numberText(cell);
  if (type === "timestamp" && typeof cell === "string") return cell.replace("T", " ").replace(/(?:\.\d+)?Z$/, "");
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}
