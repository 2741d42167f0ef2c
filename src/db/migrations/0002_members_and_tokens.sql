-- Service accounts are members that are no people: rows of `users` without an address, of one organization.
ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'person';
--> statement-breakpoint
ALTER TABLE users ADD CONSTRAINT users_kind_check CHECK (kind IN ('person', 'service_account'));
--> statement-breakpoint
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE users ADD CONSTRAINT users_address_check CHECK (kind <> 'service_account' OR (email IS NULL AND password_hash IS NULL));
--> statement-breakpoint
-- A personal access token belongs to its user instead of an organization: `org_id` is null.
ALTER TABLE credentials ALTER COLUMN org_id DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE credentials ADD CONSTRAINT credentials_org_check CHECK (org_id IS NOT NULL OR kind = 'personal_access_token');
--> statement-breakpoint
ALTER TABLE credential_secrets ALTER COLUMN org_id DROP NOT NULL;
--> statement-breakpoint
CREATE POLICY own ON credentials TO gatehouse_app
  USING (org_id IS NULL AND owner_id = current_setting('gatehouse.user_id', true))
  WITH CHECK (org_id IS NULL AND owner_id = current_setting('gatehouse.user_id', true));
--> statement-breakpoint
CREATE POLICY own ON credential_secrets TO gatehouse_app
  USING (org_id IS NULL AND EXISTS (SELECT 1 FROM credentials c WHERE c.id = credential_id AND c.org_id IS NULL))
  WITH CHECK (org_id IS NULL AND EXISTS (SELECT 1 FROM credentials c WHERE c.id = credential_id AND c.org_id IS NULL));
--> statement-breakpoint
-- The last use of a personal access token stands under the organization that it was used in, and its owner sees it.
CREATE POLICY own ON credential_activity FOR SELECT TO gatehouse_app
  USING (EXISTS (SELECT 1 FROM credentials c WHERE c.id = credential_id AND c.org_id IS NULL AND c.owner_id = current_setting('gatehouse.user_id', true)));
--> statement-breakpoint
-- What the product does across tenants (sweeping, alerts) reaches the credentials of users as well.
CREATE POLICY product ON credentials TO gatehouse_app
  USING (org_id IS NULL AND current_setting('gatehouse.org_id', true) = '*')
  WITH CHECK (org_id IS NULL AND current_setting('gatehouse.org_id', true) = '*');
--> statement-breakpoint
-- Whether a request came with the secret before the last rotation: who still has to change.
ALTER TABLE usage_events ADD COLUMN former_secret boolean NOT NULL DEFAULT false;
--> statement-breakpoint
CREATE INDEX usage_events_former_secret_idx ON usage_events (credential_id, time) WHERE former_secret;
--> statement-breakpoint
-- The organization that a user acts in: the wanted one if they are a member, else their default, else the first they joined.
CREATE FUNCTION member_organization(of_user text, wanted_org text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.org_id FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.user_id = of_user
  ORDER BY (m.org_id = wanted_org) DESC NULLS LAST, (m.org_id = u.default_org_id) DESC NULLS LAST, m.created_at, m.org_id
  LIMIT 1
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION member_organization(text, text) FROM PUBLIC;
