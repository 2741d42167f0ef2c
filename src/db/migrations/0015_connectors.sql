-- Where rows come from outside: a PostgreSQL, or a feed over HTTP. The password or token is sealed.
CREATE TABLE connectors (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  project_id text NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  livemode boolean NOT NULL,
  name text NOT NULL,
  settings jsonb NOT NULL,
  sealed_secret text,
  -- The host has changed: the former secret is gone, and a new one has to be given.
  secret_due boolean NOT NULL DEFAULT false,
  key_columns text[] NOT NULL DEFAULT '{}',
  schedule_cron text,
  schedule_time_zone text,
  next_sync_at timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  -- Syncs that have failed since the last good one.
  failures integer NOT NULL DEFAULT 0,
  source_id text REFERENCES sources(id) ON DELETE SET NULL,
  review jsonb,
  accepted_columns jsonb,
  seen jsonb,
  created_by text NOT NULL REFERENCES users(id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((schedule_cron IS NULL) = (schedule_time_zone IS NULL))
);
--> statement-breakpoint
CREATE INDEX connectors_org_idx ON connectors (org_id, livemode, id);
--> statement-breakpoint
CREATE INDEX connectors_due_idx ON connectors (next_sync_at) WHERE disabled_at IS NULL;
--> statement-breakpoint
-- A source is filled by one connector at the most.
CREATE UNIQUE INDEX connectors_source_key ON connectors (source_id);
--> statement-breakpoint
-- The queue and the history in one.
CREATE TABLE connector_syncs (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  connector_id text NOT NULL REFERENCES connectors(id) ON DELETE CASCADE,
  trigger text NOT NULL CHECK (trigger IN ('manual', 'schedule', 'retry')),
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'succeeded', 'unchanged', 'failed', 'cancelled', 'interrupted')),
  attempt integer NOT NULL DEFAULT 1,
  phase text,
  rows_read bigint NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  changes jsonb,
  error_step text,
  error text,
  note text,
  requested_by text REFERENCES users(id) ON DELETE SET NULL,
  queued_at timestamptz NOT NULL DEFAULT now(),
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- Until then an instance is at it, and says so again every second.
  leased_until timestamptz
);
--> statement-breakpoint
-- One sync of a connector at a time, over all instances, whatever else goes wrong.
CREATE UNIQUE INDEX connector_syncs_one_at_a_time ON connector_syncs (connector_id) WHERE status IN ('queued', 'running');
--> statement-breakpoint
CREATE INDEX connector_syncs_history_idx ON connector_syncs (connector_id, id);
--> statement-breakpoint
CREATE INDEX connector_syncs_waiting_idx ON connector_syncs (next_attempt_at) WHERE status IN ('queued', 'running');
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON connectors, connector_syncs TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE connectors ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON connectors TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE connector_syncs ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON connector_syncs TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
