-- Mails that wait to be sent, sealed: some hold links that let their reader in.
CREATE TABLE outbox_mails (
  id text PRIMARY KEY,
  sealed text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX outbox_mails_due_idx ON outbox_mails (next_attempt_at);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_mails TO gatehouse_app;
--> statement-breakpoint
-- What somebody should know: made from audit events in their transaction, or by the watch over credentials and usage.
CREATE TABLE alerts (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  kind text NOT NULL,
  -- What may be said only once carries a key; the same key again is the same alert.
  once_key text,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  subject_name text,
  data jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE UNIQUE INDEX alerts_once_key ON alerts (org_id, once_key);
--> statement-breakpoint
CREATE INDEX alerts_subject_idx ON alerts (org_id, subject_id, kind, created_at);
--> statement-breakpoint
CREATE INDEX alerts_created_idx ON alerts (created_at);
--> statement-breakpoint
-- Who gets an alert, decided when it is made.
CREATE TABLE alert_recipients (
  alert_id text NOT NULL REFERENCES alerts(id) ON DELETE CASCADE,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  in_console boolean NOT NULL,
  mail_due boolean NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (user_id, org_id, alert_id)
);
--> statement-breakpoint
CREATE INDEX alert_recipients_alert_idx ON alert_recipients (alert_id);
--> statement-breakpoint
CREATE INDEX alert_recipients_unread_idx ON alert_recipients (user_id, org_id) WHERE in_console AND read_at IS NULL;
--> statement-breakpoint
CREATE INDEX alert_recipients_mail_idx ON alert_recipients (alert_id) WHERE mail_due;
--> statement-breakpoint
CREATE TABLE alert_preferences (
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  kind text NOT NULL,
  in_console boolean NOT NULL,
  by_mail boolean NOT NULL,
  PRIMARY KEY (org_id, user_id, kind)
);
--> statement-breakpoint
-- Networks (/24 of IPv4, /48 of IPv6) that a credential was used from. `unseen`: not its first, and not yet told of.
CREATE TABLE credential_networks (
  credential_id text NOT NULL,
  network text NOT NULL,
  org_id text NOT NULL,
  ip text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  unseen boolean NOT NULL,
  PRIMARY KEY (credential_id, network)
);
--> statement-breakpoint
CREATE INDEX credential_networks_unseen_idx ON credential_networks (first_seen_at) WHERE unseen;
--> statement-breakpoint
CREATE INDEX credentials_expiry_idx ON credentials (expires_at) WHERE revoked_at IS NULL;
--> statement-breakpoint
CREATE TABLE webhook_endpoints (
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  url text NOT NULL,
  description text,
  events text[] NOT NULL,
  sealed_secret text NOT NULL,
  sealed_previous_secret text,
  previous_secret_expires_at timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  failing_since timestamptz,
  created_by text NOT NULL REFERENCES users(id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX webhook_endpoints_org_idx ON webhook_endpoints (org_id, created_at, id);
--> statement-breakpoint
CREATE TABLE webhook_deliveries (
  -- Sent as `webhook-id`: the same in every attempt.
  id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  endpoint_id text NOT NULL REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  event text NOT NULL,
  payload text NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'succeeded', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  -- Attempts since it was made or last sent again by hand: what the pauses and the end are counted from.
  round_attempts integer NOT NULL DEFAULT 0,
  round_started_at timestamptz NOT NULL DEFAULT now(),
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  -- Until then an instance is at it.
  leased_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (next_attempt_at) WHERE status = 'pending';
--> statement-breakpoint
CREATE INDEX webhook_deliveries_endpoint_idx ON webhook_deliveries (endpoint_id, id);
--> statement-breakpoint
CREATE INDEX webhook_deliveries_created_idx ON webhook_deliveries (created_at);
--> statement-breakpoint
CREATE TABLE webhook_attempts (
  delivery_id text NOT NULL REFERENCES webhook_deliveries(id) ON DELETE CASCADE,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  number integer NOT NULL,
  time timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  status integer,
  response_headers jsonb,
  response_body text,
  error text,
  PRIMARY KEY (delivery_id, number)
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON alerts, alert_recipients, alert_preferences, credential_networks, webhook_endpoints,
  webhook_deliveries, webhook_attempts TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE alerts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON alerts TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE alert_recipients ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON alert_recipients TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE alert_preferences ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON alert_preferences TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE credential_networks ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON credential_networks TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON webhook_endpoints TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON webhook_deliveries TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
ALTER TABLE webhook_attempts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON webhook_attempts TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
-- The network of an address; null for what is no address, since one bad line must not hold up the usage of others.
CREATE FUNCTION network_of(ip text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN network(set_masklen(ip::inet, CASE family(ip::inet) WHEN 4 THEN 24 ELSE 48 END))::text;
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$;
