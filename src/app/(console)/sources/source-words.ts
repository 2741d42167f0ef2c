import type { ColumnType, Source } from "#contract/source.ts";
import type { Tone } from "#ui/badge.tsx";

export const statusWords: Record<Source["status"], { label: string; tone: Tone }> = {
  importing: { label: "Importing", tone: "accent" },
  ready: { label: "Ready", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
};

/** Types with what a cell of them holds, in words. */
export const typeWords: readonly { value: ColumnType; label: string; description: string }[] = [
  { value: "text", label: "Text", description: "Anything, as it stands in the file" },
  { value: "integer", label: "Integer", description: "Whole numbers of 64 bits" },
  { value: "number", label: "Number", description: "With decimals, double precision" },
  { value: "boolean", label: "Boolean", description: "true or false" },
  { value: "date", label: "Date", description: "A day, such as 2026-03-01" },
  { value: "timestamp", label: "Timestamp", description: "Date and time with a zone" },
  { value: "json", label: "JSON", description: "Objects and lists" },
];
