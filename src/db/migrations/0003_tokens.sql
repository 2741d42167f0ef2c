-- What signs tokens (RS256). The private half is sealed; it is forgotten once the key no longer signs. `signs_from`: the
-- key is published at once and signs from then on, until a later one does. `needed_until`: the last private token that it
-- signed has died by then.
CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  public_key jsonb NOT NULL,
  sealed_private_key text,
  signs_from timestamptz NOT NULL,
  needed_until timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO gatehouse_app;
--> statement-breakpoint
-- Hashes of refresh tokens. One that was used stays as long as its session, so that a second use is noticed.
CREATE TABLE refresh_tokens (
  hash text PRIMARY KEY,
  session_id text NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX refresh_tokens_session_idx ON refresh_tokens (session_id);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens TO gatehouse_app;
--> statement-breakpoint
-- Whoever ends a session, and however: every instance forgets what it knows of its access tokens.
CREATE FUNCTION tell_session_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('gatehouse', json_build_object('credential', OLD.id)::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_revoked AFTER UPDATE OF revoked_at, expires_at ON sessions FOR EACH ROW
  WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at OR OLD.expires_at IS DISTINCT FROM NEW.expires_at)
  EXECUTE FUNCTION tell_session_ended();
--> statement-breakpoint
CREATE TRIGGER session_deleted AFTER DELETE ON sessions FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND OLD.expires_at > now())
  EXECUTE FUNCTION tell_session_ended();
--> statement-breakpoint
-- Who a credential stands for, in one statement, by what its kind is found by: the hash of a secret, the id of a private
-- token or the id of a session (both only after a signature over them was checked). Before it is resolved nobody knows
-- the tenant, so this one function sees past the wall. What belongs to a user acts in the organization `wanted_org` if
-- they are a member of it; else a session in its own one, and then in the default one.
CREATE FUNCTION resolve_credential(secret_hash text, token_id text, sign_in_id text, wanted_org text) RETURNS TABLE (
  credential_id text, kind text, type text, name text, hint text, scopes text[], allowed_ips text[], rate_limit integer,
  created_at timestamptz, expires_at timestamptz, disabled_at timestamptz, revoked_at timestamptz,
  secret_expires_at timestamptz, rotated_at timestamptz, authenticated_at timestamptz, user_bound boolean, org_id text,
  org_name text, settings jsonb, user_id text, user_kind text, user_name text, user_email text,
  user_created_at timestamptz, user_disabled_at timestamptz, role text, organizations jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH found AS (
    SELECT c.id, c.kind, c.type, c.name, c.hint, c.scopes, c.allowed_ips, c.rate_limit, c.created_at, c.expires_at,
      c.disabled_at, c.revoked_at, s.expires_at AS secret_expires_at, c.rotated_at, NULL::timestamptz AS authenticated_at,
      c.org_id, c.org_id AS first_org, c.owner_id
    FROM credential_secrets s JOIN credentials c ON c.id = s.credential_id
    WHERE s.hash = secret_hash
    UNION ALL
    SELECT c.id, c.kind, c.type, c.name, c.hint, c.scopes, c.allowed_ips, c.rate_limit, c.created_at, c.expires_at,
      c.disabled_at, c.revoked_at, NULL, NULL, NULL, c.org_id, c.org_id, c.owner_id
    FROM credentials c
    WHERE c.id = token_id AND c.kind = 'private_token'
    UNION ALL
    SELECT s.id, 'session', CASE WHEN s.livemode THEN 'live' ELSE 'test' END, 'Session', '', '{}', '{}', NULL, s.created_at,
      s.expires_at, NULL, s.revoked_at, NULL, NULL, s.authenticated_at, NULL, s.org_id, s.user_id
    FROM sessions s
    WHERE s.id = sign_in_id
  )
  SELECT f.id, f.kind, f.type, f.name, f.hint, f.scopes, f.allowed_ips, f.rate_limit, f.created_at, f.expires_at,
    f.disabled_at, f.revoked_at, f.secret_expires_at, f.rotated_at, f.authenticated_at, f.org_id IS NULL,
    coalesce(o.id, ''), coalesce(o.name, ''), coalesce(o.settings, '{}'), u.id, u.kind, u.name, u.email, u.created_at,
    u.disabled_at, m.role,
    CASE WHEN f.org_id IS NULL THEN (
      SELECT jsonb_agg(jsonb_build_object('id', all_o.id, 'name', all_o.name, 'role', all_m.role) ORDER BY all_o.name, all_o.id)
      FROM memberships all_m JOIN organizations all_o ON all_o.id = all_m.org_id WHERE all_m.user_id = f.owner_id
    ) END
  FROM found f
  JOIN users u ON u.id = f.owner_id
  LEFT JOIN organizations o
    ON o.id = coalesce(f.org_id, member_organization(f.owner_id, coalesce(wanted_org, f.first_org)))
  LEFT JOIN memberships m ON m.org_id = o.id AND m.user_id = f.owner_id
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION resolve_credential(text, text, text, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resolve_credential(text, text, text, text) TO gatehouse_app;
