-- Saved charts over sources, as one list in order: an editor saves all of them at once, under one version.
CREATE TABLE dashboards (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  project_id text NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  livemode boolean NOT NULL,
  name text NOT NULL,
  description text,
  charts jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(charts) = 'array' AND jsonb_array_length(charts) <= 24),
  created_by text NOT NULL REFERENCES users (id),
  updated_by text NOT NULL REFERENCES users (id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX dashboards_org_idx ON dashboards (org_id, livemode, updated_at, id);
--> statement-breakpoint
CREATE INDEX dashboards_project_idx ON dashboards (project_id);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON dashboards TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE dashboards ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON dashboards TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
