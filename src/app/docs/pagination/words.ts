import type { ColumnType, filterOps } from "#contract/source.ts";

/** What each operator of a filter keeps. */
export const opWords: Record<(typeof filterOps)[number], { does: string; example: string }> = {
  eq: { does: "Equal.", example: "state:eq:CA" },
  ne: { does: "Not equal. Rows without a value are included.", example: "state:ne:CA" },
  lt: { does: "Less than.", example: "latitude:lt:30.5" },
  lte: { does: "Less than or equal.", example: "latitude:lte:30.5" },
  gt: { does: "Greater than.", example: "date:gt:2014-12-31" },
  gte: { does: "Greater than or equal.", example: "date:gte:2015-01-01" },
  in: { does: "One of a comma-separated list, at most 200.", example: "state:in:CA,NV,OR" },
  like: { does: "Text with % for anything and _ for one character.", example: "name:like:San %" },
  ilike: { does: "The same, whatever the case.", example: "name:ilike:%airport%" },
  is_null: { does: "Whether there is no value: true or false.", example: "city:is_null:true" },
};

/** What each type of column holds, and how it stands in JSON. */
export const typeWords: Record<ColumnType, { holds: string; json: string }> = {
  text: { holds: "Text.", json: "string" },
  integer: { holds: "A whole number of 64 bits.", json: "number; string beyond 2^53" },
  number: { holds: "A double.", json: "number" },
  boolean: { holds: "Yes or no.", json: "true, false" },
  date: { holds: "A day.", json: "string, 2026-03-01" },
  timestamp: { holds: "A moment, in UTC.", json: "string, RFC 3339" },
  json: { holds: "Anything nested.", json: "as it is" },
};
