-- The second wall: an unprivileged role for the application, and row-level security on every table of a tenant.
-- The role is shared by all databases of a server, so two migrations may race to make it.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'gatehouse_app') THEN
    CREATE ROLE gatehouse_app NOLOGIN NOINHERIT;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  IF NOT pg_has_role(current_user, 'gatehouse_app', 'MEMBER') OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT gatehouse_app TO %I', current_user);
  END IF;
EXCEPTION WHEN unique_violation THEN NULL;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO gatehouse_app;
--> statement-breakpoint
CREATE SCHEMA data;
--> statement-breakpoint
GRANT USAGE, CREATE ON SCHEMA data TO gatehouse_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON users, sessions, throttles, organizations, memberships, projects, credentials,
  credential_secrets, credential_activity, idempotency_keys, sources, rejected_rows, uploads TO gatehouse_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit_events, usage_events, usage_segments TO gatehouse_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON audit_chains, usage_minutes, usage_hours TO gatehouse_app;
--> statement-breakpoint
-- The tenant of the running transaction. `*` is the product's own work across tenants (loading usage, sweeping).
CREATE FUNCTION tenant_visible(row_org text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT row_org = current_setting('gatehouse.org_id', true) OR current_setting('gatehouse.org_id', true) = '*'
$$;
--> statement-breakpoint
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON memberships TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON projects TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON credentials TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE credential_secrets ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON credential_secrets TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE credential_activity ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON credential_activity TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON idempotency_keys TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON audit_events TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE audit_chains ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON audit_chains TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE usage_events ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON usage_events TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE usage_minutes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON usage_minutes TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE usage_hours ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON usage_hours TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE sources ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON sources TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE rejected_rows ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON rejected_rows TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE uploads ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON uploads TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
-- People see their own memberships, and so the organizations they may switch to.
CREATE POLICY own ON memberships FOR SELECT TO gatehouse_app USING (user_id = current_setting('gatehouse.user_id', true));
--> statement-breakpoint
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON organizations TO gatehouse_app USING (tenant_visible(id)) WITH CHECK (tenant_visible(id));
--> statement-breakpoint
CREATE POLICY own ON organizations FOR SELECT TO gatehouse_app USING (
  EXISTS (SELECT 1 FROM memberships m WHERE m.org_id = organizations.id AND m.user_id = current_setting('gatehouse.user_id', true))
);
--> statement-breakpoint
-- Who a secret stands for, in one statement: before it is resolved, nobody knows the tenant, so this one function sees
-- past the wall, and only by the hash of a whole secret.
CREATE FUNCTION resolve_secret(secret_hash text) RETURNS TABLE (
  credential_id text, kind text, type text, name text, hint text, scopes text[], allowed_ips text[], rate_limit integer,
  expires_at timestamptz, disabled_at timestamptz, revoked_at timestamptz, secret_expires_at timestamptz,
  rotated_at timestamptz, org_id text, org_name text, settings jsonb, user_id text, user_name text, user_email text, user_created_at timestamptz,
  user_disabled_at timestamptz, role text, now timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.kind, c.type, c.name, c.hint, c.scopes, c.allowed_ips, c.rate_limit,
    c.expires_at, c.disabled_at, c.revoked_at, s.expires_at,
    c.rotated_at, o.id, o.name, o.settings, u.id, u.name, u.email, u.created_at, u.disabled_at, m.role, clock_timestamp()
  FROM credential_secrets s
  JOIN credentials c ON c.id = s.credential_id
  JOIN organizations o ON o.id = c.org_id
  JOIN users u ON u.id = c.owner_id
  LEFT JOIN memberships m ON m.org_id = c.org_id AND m.user_id = c.owner_id
  WHERE s.hash = secret_hash
$$;
--> statement-breakpoint
-- Who a session of the portal stands for. If its organization is gone for this user, it falls back to their first one.
CREATE FUNCTION resolve_session(wanted text) RETURNS TABLE (
  session_id text, livemode boolean, expires_at timestamptz, authenticated_at timestamptz, last_seen_at timestamptz,
  org_id text, org_name text, settings jsonb, onboarded boolean, role text,
  user_id text, user_name text, user_email text, user_created_at timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.livemode, s.expires_at, s.authenticated_at, s.last_seen_at,
    o.id, o.name, o.settings, o.onboarded, m.role, u.id, u.name, u.email, u.created_at
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN memberships m ON m.user_id = u.id
  JOIN organizations o ON o.id = m.org_id
  WHERE s.id = wanted AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND u.disabled_at IS NULL
  ORDER BY (m.org_id = s.org_id) DESC, m.created_at, m.org_id
  LIMIT 1
$$;
--> statement-breakpoint
-- Partitions belong to the owner of the schema; the application may only ask for them.
CREATE FUNCTION ensure_usage_partition(day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part text := 'usage_events_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass(part) IS NOT NULL THEN RETURN; END IF;
  IF day < current_date - 400 OR day > current_date + 30 THEN
    RAISE EXCEPTION 'no partition for %', day;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.partitions'));
  IF to_regclass(part) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF usage_events FOR VALUES FROM (%L) TO (%L)', part, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
END $$;
--> statement-breakpoint
-- Retention: drops whole days of raw events that are older than `keep_days`; gives the number of days dropped.
CREATE FUNCTION drop_usage_partitions(keep_days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  dropped integer := 0;
BEGIN
  IF keep_days < 1 THEN RAISE EXCEPTION 'keep at least one day'; END IF;
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'usage_events'::regclass
      -- CASE, since the planner may try this condition on any relation before it looks at the others.
      AND CASE WHEN c.relname ~ '^usage_events_[0-9]{8}$' THEN to_date(right(c.relname, 8), 'YYYYMMDD') END
        < (now() AT TIME ZONE 'UTC')::date - keep_days
  LOOP
    EXECUTE format('DROP TABLE %I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
--> statement-breakpoint
-- Minutes of usage are kept for three days (the hours stay), ids of loaded spool segments for thirty.
CREATE FUNCTION sweep_usage() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM usage_minutes WHERE start < now() - interval '72 hours';
  DELETE FROM usage_segments WHERE loaded_at < now() - interval '30 days';
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION resolve_secret(text), resolve_session(text), ensure_usage_partition(date), drop_usage_partitions(integer), sweep_usage() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_secret(text), resolve_session(text), ensure_usage_partition(date), drop_usage_partitions(integer), sweep_usage() TO gatehouse_app;
--> statement-breakpoint
-- So that the running application can tell whether its schema is there.
GRANT USAGE ON SCHEMA drizzle TO gatehouse_app;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO gatehouse_app;
