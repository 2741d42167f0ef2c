import { createHash } from "node:crypto";
import type { ColumnReview } from "#contract/connector.ts";
import type { ConnectorSettings } from "#contract/connector-settings.ts";
import type { Column } from "#contract/source.ts";

/** Of everything that decides what the same bytes outside become in a source. */
export const fingerprintOf = (
  settings: ConnectorSettings,
  accepted: ColumnReview["found"] | null,
  columns: readonly Pick<Column, "name" | "type">[],
): string =>
  createHash("sha256")
    .update(JSON.stringify([settings, accepted, columns.map(({ name, type }) => [name, type])]))
    .digest("hex");
