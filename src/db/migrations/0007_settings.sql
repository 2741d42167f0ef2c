-- Whether a password alone does not get this user in: an authenticator app is set up.
CREATE FUNCTION user_has_second_factor(of_user text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM totp_factors WHERE user_id = of_user)
$$;
--> statement-breakpoint
-- The instances that count requests. One that is alone does so in its memory, and says so here; several count in
-- `limit_counts`, and only while none of them is alone.
CREATE TABLE limit_instances (
  id text PRIMARY KEY,
  alone boolean NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
--> statement-breakpoint
-- Requests of a clock hour (`window_number`: hours since 1970) by what they count against.
CREATE TABLE limit_counts (
  window_number integer NOT NULL,
  key text NOT NULL,
  used bigint NOT NULL,
  PRIMARY KEY (window_number, key)
) WITH (fillfactor = 60);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON limit_instances, limit_counts TO gatehouse_app;
--> statement-breakpoint
-- Takes many requests at once, each out of all its rules or out of none. `keys` are distinct, and in one order on every
-- instance, so that no two wait for each other. Rule r is `keys[key_of[r]]` with `limit_of[r]` (null: none); the rules of
-- request n end at `ends[n]`. Gives whether each request passes, and what each rule had used at that moment.
-- `unknown`: the instance is not registered, or as alone. `wait`: another one still counts in its memory.
CREATE FUNCTION take_limits(
  instance text, of_window integer, keys text[], key_of integer[], limit_of bigint[], ends integer[], costs integer[],
  OUT state text, OUT passes boolean[], OUT used_of bigint[]
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  counts bigint[];
  first integer := 1;
  free boolean;
BEGIN
  PERFORM 1 FROM limit_instances i WHERE i.id = instance AND NOT i.alone FOR KEY SHARE;
  IF NOT FOUND THEN state := 'unknown'; RETURN; END IF;
  IF EXISTS (SELECT 1 FROM limit_instances i WHERE i.alone) THEN state := 'wait'; RETURN; END IF;

  INSERT INTO limit_counts (window_number, key, used)
    SELECT of_window, k.key, 0 FROM unnest(keys) WITH ORDINALITY k (key, n) ORDER BY k.n ON CONFLICT DO NOTHING;
  counts := ARRAY (
    SELECT c.used FROM unnest(keys) WITH ORDINALITY k (key, n)
    JOIN limit_counts c ON c.window_number = of_window AND c.key = k.key ORDER BY k.n FOR UPDATE OF c);

  passes := '{}';
  used_of := '{}';
  FOR n IN 1 .. cardinality(ends) LOOP
    free := true;
    FOR r IN first .. ends[n] LOOP
      free := free AND (limit_of[r] IS NULL OR counts[key_of[r]] + greatest(1, costs[n]) <= limit_of[r]);
    END LOOP;
    FOR r IN first .. ends[n] LOOP
      IF free THEN counts[key_of[r]] := counts[key_of[r]] + costs[n]; END IF;
      used_of := used_of || counts[key_of[r]];
    END LOOP;
    passes := passes || free;
    first := ends[n] + 1;
  END LOOP;

  UPDATE limit_counts c SET used = counts[k.n] FROM unnest(keys) WITH ORDINALITY k (key, n)
    WHERE c.window_number = of_window AND c.key = k.key AND c.used <> counts[k.n];
  state := 'taken';
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION take_limits(text, integer, text[], integer[], bigint[], integer[], integer[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION take_limits(text, integer, text[], integer[], bigint[], integer[], integer[]) TO gatehouse_app;
--> statement-breakpoint
-- Web pages that some organization lets call the API: what a preflight, which carries no credential, is answered by.
CREATE INDEX organizations_origins_idx ON organizations (id)
  WHERE jsonb_array_length(settings -> 'allowed_origins') > 0;
--> statement-breakpoint
CREATE FUNCTION allowed_origins() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT jsonb_array_elements_text(settings -> 'allowed_origins') FROM organizations
  WHERE jsonb_array_length(settings -> 'allowed_origins') > 0
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION allowed_origins() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION allowed_origins() TO gatehouse_app;
--> statement-breakpoint
-- Every credential that can act in an organization, with what its rules look at: those of the organization, and those that
-- belong to its members themselves. Beyond the organization's own rows this sees what no other statement does, so it answers
-- only inside that tenant.
CREATE FUNCTION credentials_acting_in(of_org text) RETURNS TABLE (
  id text, kind text, type text, name text, hint text, allowed_ips text[], rate_limit integer, created_at timestamptz,
  expires_at timestamptz, user_bound boolean, owner_id text, owner_kind text, owner_name text,
  owner_has_second_factor boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.kind, c.type, c.name, c.hint, c.allowed_ips, c.rate_limit, c.created_at, c.expires_at, c.org_id IS NULL,
    u.id, u.kind, u.name, user_has_second_factor(u.id)
  FROM memberships m JOIN users u ON u.id = m.user_id JOIN credentials c ON c.owner_id = u.id
  WHERE m.org_id = of_org AND tenant_visible(of_org) AND (c.org_id = of_org OR c.org_id IS NULL)
    AND u.disabled_at IS NULL AND c.revoked_at IS NULL AND c.disabled_at IS NULL
    AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION credentials_acting_in(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION credentials_acting_in(text) TO gatehouse_app;
