-- Data policies: which rows and columns of a source somebody sees. Everything that reads rows looks here, in its own
-- transaction, so a change binds the next request on every instance.
CREATE TABLE policies (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  source_id text NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  name text NOT NULL,
  description text,
  applies_to jsonb NOT NULL CHECK (jsonb_array_length(applies_to) > 0),
  rows jsonb,
  columns jsonb NOT NULL,
  other_columns text NOT NULL CHECK (other_columns IN ('visible', 'hidden')),
  created_by text NOT NULL REFERENCES users(id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX policies_source_idx ON policies (org_id, source_id);
--> statement-breakpoint
-- By what values are hashed for those who may tell equal ones but not read them. It protects the values from readers who
-- know the hashes; whoever has the database has the values themselves, so it is not sealed, and the database can use it.
CREATE TABLE mask_keys (
  org_id text PRIMARY KEY REFERENCES organizations(id) ON DELETE CASCADE,
  inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
  outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON policies TO gatehouse_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON mask_keys TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE policies ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON policies TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE mask_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON mask_keys TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
