-- The rows of a source have a version and a time of their own: a new name makes no new data.
ALTER TABLE sources ADD COLUMN data_version integer NOT NULL DEFAULT 1, ADD COLUMN data_updated_at timestamptz;
--> statement-breakpoint
UPDATE sources SET data_updated_at = updated_at WHERE status = 'ready';
--> statement-breakpoint
-- A file that is to replace the rows of a source, or to be appended to them. `columns` is what was agreed on.
CREATE TABLE source_loads (
  id text PRIMARY KEY,
  org_id text NOT NULL,
  source_id text NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  kind text NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  error text,
  upload_id text NOT NULL,
  columns jsonb NOT NULL,
  choices jsonb NOT NULL,
  compares boolean NOT NULL DEFAULT false,
  file_name text NOT NULL,
  bytes bigint NOT NULL,
  imported_bytes bigint NOT NULL DEFAULT 0,
  row_count bigint NOT NULL DEFAULT 0,
  rejected_rows integer NOT NULL DEFAULT 0,
  appeared bigint,
  vanished bigint,
  retired_table text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
--> statement-breakpoint
CREATE UNIQUE INDEX source_loads_pending_idx ON source_loads (source_id) WHERE status = 'pending';
--> statement-breakpoint
CREATE INDEX source_loads_source_idx ON source_loads (source_id, created_at);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON source_loads TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE source_loads ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON source_loads TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
