import type { ColumnReview } from "#contract/connector.ts";
import type { ConnectorSettings } from "#contract/connector-settings.ts";
import type { SourceOrigin } from "#contract/source.ts";
import type { SeenContent } from "#db/schema/connectors.ts";
import type { Tally } from "../importing/convert-rows.ts";
import type { Resolve } from "../net/guarded-lookup.ts";
import type { OutgoingGuard } from "../net/outgoing-guard.ts";
import type { ColumnPlan, FoundColumn } from "./plan-columns.ts";

export type Progress = { phase: "connecting" | "reading" | "importing" | "comparing"; rows: number; bytes: number };

/** What is needed for reading the other side once. */
export type Reading<S extends ConnectorSettings = ConnectorSettings> = {
  settings: S;
  secret: string | null;
  guard: OutgoingGuard;
  /** A file of this sync alone. */
  path: string;
  /** What the last good sync saw; null: it must be read whatever it is. */
  seen: SeenContent | null;
  plan(found: readonly FoundColumn[]): ColumnPlan;
  progress(change: Partial<Progress>): void;
  signal: AbortSignal;
  resolve?: Resolve;
};

/** The same as the last time. `review` is left out where the columns were not looked at. */
export type Unchanged = { unchanged: true; review?: ColumnReview | null };

/** What has been read. */
export type Fetched = {
  unchanged?: false;
  plan: ColumnPlan;
  /** The rows in COPY's text format. Iterated once; `tally` is complete when it ends. */
  chunks: Iterable<string | Buffer>;
  tally: Tally;
  format: SourceOrigin;
  fileName: string;
  bytes: number;
  content: Pick<SeenContent, "etag" | "lastModified" | "sha256">;
};
