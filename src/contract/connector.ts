import * as z from "zod";
import { ConnectorSettings, ConnectorSettingsPatch, StoredSettings } from "./connector-settings.ts";
import { idOf, listOf, PageInput } from "./list.ts";
import { Column, ColumnType } from "./source.ts";
import { SyncSchedule } from "./sync-schedule.ts";

const Name = z.string().trim().min(1, "Give the connector a name.").max(80);
const Secret = z.string().min(1).max(4096);
const KeyColumns = z.array(z.string().min(1).max(63)).max(8);
const NamedType = Column.pick({ name: true, type: true });

/** Where a connection fails, in the order in which it is tried. `columns` and `load` come after the rows are there. */
export const connectorSteps = {
  resolve: "Name of the host",
  address: "Address",
  connect: "Connection",
  tls: "TLS",
  login: "Login",
  query: "Query",
  answer: "Answer",
  format: "Format",
  columns: "Columns",
  load: "Import",
} as const;
export const ConnectorStep = z.enum(Object.keys(connectorSteps) as [keyof typeof connectorSteps]);
export type ConnectorStep = z.infer<typeof ConnectorStep>;

/** How the columns outside differ from those of the source. */
export const ColumnReview = z.object({
  added: z.array(NamedType).describe("Left out until they are accepted"),
  removed: z.array(NamedType),
  retyped: z.array(z.object({ name: z.string(), from: ColumnType, to: ColumnType })),
  found: z.array(NamedType).describe("All columns as they are outside now: what would be accepted"),
});
export type ColumnReview = z.infer<typeof ColumnReview>;

export const SyncStatus = z.enum(["queued", "running", "succeeded", "unchanged", "failed", "cancelled", "interrupted"]);
export type SyncStatus = z.infer<typeof SyncStatus>;
export const SyncPhase = z.enum(["connecting", "reading", "importing", "comparing"]);
export type SyncPhase = z.infer<typeof SyncPhase>;
export const SyncTrigger = z.enum(["manual", "schedule", "retry"]);
export type SyncTrigger = z.infer<typeof SyncTrigger>;

export const SyncChanges = z.object({
  total: z.int().describe("Rows of the source after this sync"),
  added: z.int(),
  changed: z.int().nullable().describe("Null: counted by whole rows, where a changed row is one removed and one added"),
  removed: z.int(),
  rejected: z.int().describe("Rows that were left out, since a value does not fit its column"),
});
export type SyncChanges = z.infer<typeof SyncChanges>;

export const ConnectorSync = z.object({
  id: z.string(),
  connector_id: z.string(),
  trigger: SyncTrigger,
  status: SyncStatus,
  attempt: z.int(),
  phase: SyncPhase.nullable().describe("What is being done; null unless running"),
  rows_read: z.int(),
  bytes_read: z.int(),
  changes: SyncChanges.nullable(),
  error: z.object({ step: ConnectorStep.nullable(), detail: z.string() }).nullable(),
  note: z.string().nullable(),
  requested_by: z.object({ id: z.string(), name: z.string() }).nullable(),
  queued_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});
export type ConnectorSync = z.infer<typeof ConnectorSync>;

export const Connector = z.object({
  id: z.string(),
  name: z.string(),
  project_id: z.string(),
  livemode: z.boolean(),
  settings: StoredSettings,
  has_secret: z.boolean().describe("Whether a password or token is stored. It is never told again"),
  needs_secret: z.boolean().describe("Whether it has to be given, or given anew since the host changed"),
  key_columns: z.array(z.string()),
  schedule: z.object({ cron: z.string(), time_zone: z.string() }).nullable(),
  next_sync_at: z.string().nullable(),
  enabled: z.boolean(),
  disabled_at: z.string().nullable(),
  disabled_reason: z.string().nullable(),
  failures: z.int().describe("Syncs that have failed since the last good one"),
  source_id: z.string().nullable().describe("The source that it fills; null until the first good sync"),
  review: ColumnReview.nullable().describe("Columns outside that differ from the source's and wait for a decision"),
  last_sync: ConnectorSync.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  version: z.int(),
});
export type Connector = z.infer<typeof Connector>;

export const ConnectorId = z.strictObject({ id: idOf("con") });
export const SyncId = z.strictObject({ id: idOf("syn") });
export const ListConnectorsInput = z.strictObject({
  ...PageInput,
  project_id: idOf("prj").optional(),
  source_id: idOf("src").optional(),
});
export const ListedConnectors = listOf(Connector);
export const ListSyncsInput = z.strictObject({ id: idOf("con"), ...PageInput, status: SyncStatus.optional() });
export const ListedSyncs = listOf(ConnectorSync);

const keyColumns = KeyColumns.describe("Columns that tell one row from another; empty: whole rows are compared");
const secret = Secret.nullable().describe("Password, token or header value. Stored sealed, in no answer");

export const CreateConnectorInput = z.strictObject({
  name: Name,
  project_id: idOf("prj").optional().describe("Default: the organization's default project"),
  settings: ConnectorSettings,
  secret: secret.default(null),
  key_columns: keyColumns.default([]),
  schedule: SyncSchedule.nullable().default(null),
});
/** A JSON merge patch, in `settings` too. Another host, port or scheme drops the stored secret. */
export const UpdateConnectorInput = z.strictObject({
  id: idOf("con"),
  name: Name.optional(),
  settings: ConnectorSettingsPatch.optional(),
  secret: secret.optional(),
  key_columns: keyColumns.optional(),
  schedule: SyncSchedule.nullable().optional(),
  enabled: z.boolean().optional(),
});

export const ConnectorTest = z.object({
  ok: z.boolean(),
  steps: z.array(
    z.object({
      step: ConnectorStep,
      status: z.enum(["passed", "failed", "skipped"]),
      detail: z.string().nullable(),
    }),
  ),
  columns: z.array(NamedType).nullable().describe("What would be imported; of a feed, as its first mebibyte has it"),
});
export type ConnectorTest = z.infer<typeof ConnectorTest>;
