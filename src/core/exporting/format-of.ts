import type { ExportRowsInput } from "#contract/source.ts";
import type { ExportFormat } from "./export-format.ts";
import { textFormats } from "./text-formats.ts";

/** The binary ones are loaded by whoever asks for the first of them. */
const formats: Record<ExportRowsInput["format"], () => ExportFormat | Promise<ExportFormat>> = {
  csv: () => textFormats.csv,
  ndjson: () => textFormats.ndjson,
  json: () => textFormats.json,
  parquet: async () => (await import("./parquet-format.ts")).parquetFormat,
  arrow: async () => (await import("./arrow-format.ts")).arrowFormat,
};

export const formatOf = async (kind: ExportRowsInput["format"]): Promise<ExportFormat> => formats[kind]();
