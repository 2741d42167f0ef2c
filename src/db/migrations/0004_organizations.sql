-- What is read and changed over REST carries the number of its version, for ETags.
ALTER TABLE organizations ADD COLUMN version integer NOT NULL DEFAULT 1;
--> statement-breakpoint
ALTER TABLE memberships ADD COLUMN version integer NOT NULL DEFAULT 1;
--> statement-breakpoint
ALTER TABLE projects ADD COLUMN version integer NOT NULL DEFAULT 1;
--> statement-breakpoint
ALTER TABLE projects ADD COLUMN description text;
--> statement-breakpoint
-- Who is in a project besides owners and admins, who are in all. The default projects have no rows: everybody is in them.
-- Whoever leaves the organization leaves its projects.
CREATE TABLE project_members (
  org_id text NOT NULL,
  project_id text NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  user_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'editor', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, user_id),
  FOREIGN KEY (org_id, user_id) REFERENCES memberships (org_id, user_id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX project_members_user_idx ON project_members (org_id, user_id);
--> statement-breakpoint
-- A way in that was sent to somebody. Of the link only a hash is kept. `credential_id`: the credential that it was made
-- with, whose end is its end; null where a person made it in the portal.
CREATE TABLE invitations (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  email text,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
  token_hash text NOT NULL,
  invited_by text NOT NULL REFERENCES users (id),
  credential_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by text,
  revoked_at timestamptz,
  version integer NOT NULL DEFAULT 1
);
--> statement-breakpoint
CREATE UNIQUE INDEX invitations_token_key ON invitations (token_hash);
--> statement-breakpoint
CREATE INDEX invitations_org_idx ON invitations (org_id, created_at, id);
--> statement-breakpoint
-- Whose audit chain ends here for good. What was still under way to their usage figures is swept away by this list.
CREATE TABLE deleted_organizations (
  org_id text PRIMARY KEY,
  deleted_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON project_members, invitations TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE project_members ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON project_members TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON invitations TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE deleted_organizations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON deleted_organizations TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
-- Which organization a link leads to: whoever follows it is not in there yet, so this one function sees past the wall,
-- and only by the hash of a whole link.
CREATE FUNCTION organization_of_invitation(hash text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT org_id FROM invitations WHERE token_hash = hash
$$;
--> statement-breakpoint
-- Whether a credential still works for its owner and has all of these scopes: what was made with it ends with it. Those
-- of users belong to no tenant, so this looks past the wall, and says nothing but yes or no.
CREATE FUNCTION credential_holds(wanted text, owner text, needed text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM credentials WHERE id = wanted AND owner_id = owner AND revoked_at IS NULL AND disabled_at IS NULL
      AND (expires_at IS NULL OR expires_at > clock_timestamp()) AND needed <@ scopes
  )
$$;
--> statement-breakpoint
-- Every row that says whose it is, in every table that there is or will be, but the audit chain.
CREATE FUNCTION delete_rows_of(doomed text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
BEGIN
  FOR part IN
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'org_id' AND NOT a.attisdropped
      AND c.relname NOT IN ('audit_events', 'audit_chains', 'sessions', 'deleted_organizations')
  LOOP
    EXECUTE format('DELETE FROM %I WHERE org_id = $1', part.name) USING doomed;
  END LOOP;
END $$;
--> statement-breakpoint
-- Deletes the tenant of the running transaction with all of its rows but its audit chain. The service accounts go with
-- it; people stay, and fall back to another organization of theirs.
CREATE FUNCTION erase_organization(doomed text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  service_accounts text[];
BEGIN
  IF current_setting('gatehouse.org_id', true) IS DISTINCT FROM doomed THEN
    RAISE EXCEPTION 'an organization is deleted from within';
  END IF;
  SELECT array_agg(u.id) INTO service_accounts FROM users u WHERE u.kind = 'service_account' AND u.id IN (
    SELECT user_id FROM memberships WHERE org_id = doomed
    UNION SELECT owner_id FROM credentials WHERE org_id = doomed
    UNION SELECT created_by FROM credentials WHERE org_id = doomed
    UNION SELECT created_by FROM sources WHERE org_id = doomed
    UNION SELECT invited_by FROM invitations WHERE org_id = doomed
  );
  DELETE FROM sources WHERE org_id = doomed;
  DELETE FROM organizations WHERE id = doomed;
  PERFORM delete_rows_of(doomed);
  DELETE FROM users WHERE id = ANY (service_accounts);
  UPDATE users SET default_org_id = NULL WHERE default_org_id = doomed;
  INSERT INTO deleted_organizations (org_id) VALUES (doomed);
END $$;
--> statement-breakpoint
-- As before, and what was metered for an organization in the moment of its end and written down after it.
CREATE OR REPLACE FUNCTION sweep_usage() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM usage_minutes WHERE start < now() - interval '72 hours';
  DELETE FROM usage_segments WHERE loaded_at < now() - interval '30 days';
  SELECT delete_rows_of(org_id) FROM deleted_organizations WHERE deleted_at > now() - interval '30 days';
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION organization_of_invitation(text), credential_holds(text, text, text[]), delete_rows_of(text),
  erase_organization(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION organization_of_invitation(text), credential_holds(text, text, text[]), erase_organization(text) TO gatehouse_app;
