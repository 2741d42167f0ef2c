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
