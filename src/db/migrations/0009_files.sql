CREATE TABLE files (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  project_id text NOT NULL REFERENCES projects(id),
  livemode boolean NOT NULL,
  name text NOT NULL,
  description text,
  content_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes >= 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  created_by text NOT NULL REFERENCES users(id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX files_org_idx ON files (org_id, livemode, created_at, id);
--> statement-breakpoint
CREATE INDEX files_project_idx ON files (project_id);
--> statement-breakpoint
-- What an organization's files take is summed up from this index alone.
CREATE INDEX files_room_idx ON files (org_id) INCLUDE (bytes);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON files TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON files TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
-- Objects to be removed from the store. Not of a tenant: it outlives the organization whose objects they were. The keys
-- sort by bytes, so that those of one organization stand together.
CREATE TABLE object_removals (
  key text COLLATE "C" PRIMARY KEY,
  due_at timestamptz NOT NULL,
  taken_at timestamptz
);
--> statement-breakpoint
CREATE INDEX object_removals_due_idx ON object_removals (due_at);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON object_removals TO gatehouse_app;
--> statement-breakpoint
-- However a file's row goes, its object is to be removed once that is committed.
CREATE FUNCTION remove_object_of_file() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO object_removals (key, due_at) VALUES (OLD.org_id || '/' || OLD.id, now())
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, taken_at = NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER remove_object AFTER DELETE ON files FOR EACH ROW EXECUTE FUNCTION remove_object_of_file();
--> statement-breakpoint
-- Files go before the projects that hold them.
CREATE FUNCTION delete_files_of_organization() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM files WHERE org_id = OLD.id;
  RETURN OLD;
END $$;
--> statement-breakpoint
CREATE TRIGGER delete_files BEFORE DELETE ON organizations FOR EACH ROW EXECUTE FUNCTION delete_files_of_organization();
