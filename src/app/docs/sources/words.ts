import type { ExportRowsInput } from "#contract/source.ts";
import type { AggregateFunction } from "#contract/source-query.ts";

export const functionWords: Record<AggregateFunction, { gives: string; of: string }> = {
  count: { gives: "Rows, or rows with a value in a column", of: "Any, or none" },
  count_distinct: { gives: "Different values", of: "All but JSON" },
  sum: { gives: "The sum; beyond 64 bits its digits as a string", of: "Integer, number" },
  avg: { gives: "The mean", of: "Integer, number" },
  min: { gives: "The smallest or earliest value; text by code points", of: "All but boolean and JSON" },
  max: { gives: "The largest or latest value", of: "All but boolean and JSON" },
};

export const exportWords: Record<ExportRowsInput["format"], { is: string; types: string }> = {
  csv: {
    is: "Comma-separated values, for spreadsheets and most programs",
    types: "Text only; what a spreadsheet would run as a formula is made harmless",
  },
  ndjson: { is: "One JSON object a line", types: "As in JSON" },
  json: { is: "One JSON array", types: "As in JSON; whole numbers beyond 2⁵³ as strings" },
  parquet: { is: "Apache Parquet, compressed with Snappy", types: "Kept: 64 bits, microseconds, missing values" },
  arrow: { is: "Apache Arrow, the streaming format (.arrows)", types: "Kept: 64 bits, microseconds, missing values" },
};
