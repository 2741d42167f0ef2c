import type { ColumnReview, ConnectorStep } from "#contract/connector.ts";
import type { ConnectorSettings } from "#contract/connector-settings.ts";
import type { SeenContent } from "#db/schema/connectors.ts";
import type { Progress } from "./fetched.ts";

/** A sync that an instance has taken, with what its thread needs of the connector. */
export type TakenSync = {
  id: string;
  org_id: string;
  connector_id: string;
  attempt: number;
  name: string;
  project_id: string;
  livemode: boolean;
  settings: ConnectorSettings;
  sealed_secret: string | null;
  key_columns: string[];
  source_id: string | null;
  accepted_columns: ColumnReview["found"] | null;
  seen: SeenContent | null;
  created_by: string;
  requested_by: string | null;
};

/** What a thread is started with. */
export type SyncJob = {
  sync: TakenSync;
  databaseUrl: string;
  secret: string;
  allowedRanges: readonly string[];
  path: string;
};

/** How a sync ended in its thread. A good one is in the database already. */
export type SyncOutcome =
  | { kind: "succeeded" }
  | { kind: "unchanged"; review?: ColumnReview | null }
  /** It was cancelled, deleted or taken over: nothing was changed. */
  | { kind: "gone" }
  | { kind: "failed"; step: ConnectorStep | null; message: string; review: ColumnReview | null }
  | { kind: "broken"; error: { message: string; stack?: string; code?: string } };

export type SyncMessage = { progress: Partial<Progress> } | { outcome: SyncOutcome };
