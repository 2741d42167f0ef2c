-- Which key signed a private token, so that a key can be withdrawn together with all that it signed. Tokens that are there
-- already were signed by the newest key of their time.
ALTER TABLE credentials ADD COLUMN signed_by text;
--> statement-breakpoint
UPDATE credentials c SET signed_by = (
  SELECT k.kid FROM signing_keys k WHERE k.signs_from <= c.created_at ORDER BY k.signs_from DESC LIMIT 1
) WHERE c.kind = 'private_token';
