-- What was changed in the tables that hold relations, for an OpenFGA server that is kept in step. A row says only that two
-- things may be related differently now: whoever delivers it looks at the tables, so order and repetition do not matter.
-- It outlives its organization, whose end has to be told as well.
CREATE TABLE permission_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id text NOT NULL,
  kept_in text NOT NULL,
  object text NOT NULL,
  subject text NOT NULL,
  -- The object came into being with this.
  is_birth boolean NOT NULL,
  -- So that a transaction can tell what it does itself from what others have done.
  made_in bigint DEFAULT (pg_current_xact_id()::text::bigint) NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX permission_changes_org_idx ON permission_changes (org_id);
--> statement-breakpoint
ALTER TABLE permission_changes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON permission_changes TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
-- Only the triggers below write here.
GRANT SELECT, DELETE ON permission_changes TO gatehouse_app;
--> statement-breakpoint
-- The OpenFGA stores of this database, by the model that they were filled for. Not filled: it has to be done anew.
CREATE TABLE permission_stores (
  store_id text NOT NULL,
  model_hash text NOT NULL,
  model_id text NOT NULL,
  filled_at timestamptz,
  PRIMARY KEY (store_id, model_hash)
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON permission_stores TO gatehouse_app;
--> statement-breakpoint
-- The arguments name the columns of the object and of the subject.
CREATE FUNCTION note_permission_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
  INSERT INTO permission_changes (org_id, kept_in, object, subject, is_birth)
    SELECT DISTINCT side ->> 'org_id', TG_TABLE_NAME, side ->> TG_ARGV[0], side ->> TG_ARGV[1],
      TG_OP = 'INSERT' AND TG_ARGV[0] = 'id'
    FROM unnest(ARRAY[before, after]) side WHERE side IS NOT NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF org_id, user_id, role ON memberships
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('org_id', 'user_id');
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF org_id, project_id, user_id, role ON project_members
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('project_id', 'user_id');
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF id, org_id, is_default ON projects
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('id', 'org_id');
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF id, org_id, project_id ON sources
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('id', 'project_id');
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF id, org_id, project_id ON dashboards
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('id', 'project_id');
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF id, org_id, project_id ON files
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('id', 'project_id');
--> statement-breakpoint
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF id, org_id, resource_type, resource_id ON share_links
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('resource_id', 'id');
--> statement-breakpoint
-- As before, and what is still to be told of the organization stays.
CREATE OR REPLACE FUNCTION delete_rows_of(doomed text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
BEGIN
  FOR part IN
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'org_id' AND NOT a.attisdropped
      AND c.relname NOT IN ('audit_events', 'audit_chains', 'sessions', 'deleted_organizations', 'permission_changes')
  LOOP
    EXECUTE format('DELETE FROM %I WHERE org_id = $1', part.name) USING doomed;
  END LOOP;
END $$;
