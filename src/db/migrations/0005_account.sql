-- How a browser or program signed in: what it proved first, and the second factor that it was asked for.
ALTER TABLE sessions ADD COLUMN method text NOT NULL DEFAULT 'password';
--> statement-breakpoint
ALTER TABLE sessions ADD CONSTRAINT sessions_method_check CHECK (method IN ('password', 'passkey', 'api'));
--> statement-breakpoint
ALTER TABLE sessions ADD COLUMN second_factor text;
--> statement-breakpoint
ALTER TABLE sessions ADD CONSTRAINT sessions_second_factor_check CHECK (second_factor IN ('totp', 'recovery_code'));
--> statement-breakpoint
-- An authenticator app of a user. `last_step` is the time step of the last code that was taken: no code counts twice.
CREATE TABLE totp_factors (
  user_id text PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  sealed_secret text NOT NULL,
  last_step bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
-- What gets in instead of a code of the app, once each. A used one is deleted.
CREATE TABLE recovery_codes (
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash text NOT NULL,
  PRIMARY KEY (user_id, hash)
);
--> statement-breakpoint
CREATE TABLE passkeys (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  credential_id text NOT NULL,
  public_key text NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  synced boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
--> statement-breakpoint
CREATE UNIQUE INDEX passkeys_credential_key ON passkeys (credential_id);
--> statement-breakpoint
CREATE INDEX passkeys_user_idx ON passkeys (user_id);
--> statement-breakpoint
-- Challenges are signed instead of kept; one that was answered is kept until it would have expired, so that it counts once.
CREATE TABLE spent_challenges (
  hash text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
--> statement-breakpoint
-- What goes out by link, or waits for the second step of signing in: only its hash, deleted when it is used.
CREATE TABLE one_time_tokens (
  hash text PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('sign_in_step', 'password_reset', 'email_change')),
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email text,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX one_time_tokens_user_idx ON one_time_tokens (user_id);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON totp_factors, recovery_codes, passkeys, spent_challenges, one_time_tokens TO gatehouse_app;
