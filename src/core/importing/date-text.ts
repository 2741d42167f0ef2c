const PATTERN =
  /^(\d{4})([-/])(\d\d)\2(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d(?::?[0-5]\d)?)?)?$/;

/** A date, or a date with a time, as year, month and day stand in ISO 8601 (also with slashes). */
export type DateText = {
  /** Two texts of one form mean the same thing by the same digits; a column must have one form only. */
  form: string;
  hasTime: boolean;
  /** As PostgreSQL takes it whatever its settings are. A time without an offset is UTC. */
  sql: string;
};

/** Null if the text is no such date, or one that does not exist. Day-first and month-first dates are never guessed. */
export function parseDateText(text: string): DateText | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, year = "", separator = "", month = "", day = "", hour, minute = "", second = "00", fraction, zone] = match;
  if (!exists(Number(year), Number(month), Number(day))) return null;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return { form: `date${separator}`, hasTime: false, sql: date };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  // An offset may carry a time over the edge of what PostgreSQL writes with four digits.
  if (Number(year) < 2 || Number(year) > 9998) return null;
  if (zone !== undefined && zone !== "Z" && Number(zone.slice(1, 3)) > 14) return null;
  const offset = zone === undefined || zone === "Z" ? "+00" : zone;
  return {
    form: `time${separator}${zone === undefined ? "" : "z"}`,
    hasTime: true,
    sql: `${date} ${hour}:${minute}:${second}${fraction ? `.${fraction}` : ""}${offset}`,
  };
}

function exists(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
