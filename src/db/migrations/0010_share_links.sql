-- What a share token opens, beside its row in `credentials`. The resource is named and not referenced: a link outlives
-- what it shows as a line in the list, and opens nothing any more.
CREATE TABLE share_links (
  id text PRIMARY KEY REFERENCES credentials(id) ON DELETE CASCADE,
  org_id text NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  resource_type text NOT NULL CHECK (resource_type IN ('source', 'project', 'dashboard')),
  resource_id text NOT NULL,
  -- A keyed hash: without the secret of the installation a passcode cannot be guessed from it.
  passcode_hash text,
  max_views integer CHECK (max_views > 0),
  views integer NOT NULL DEFAULT 0 CHECK (views >= 0),
  last_viewed_at timestamptz,
  CHECK (max_views IS NULL OR views <= max_views)
);
--> statement-breakpoint
CREATE INDEX share_links_resource_idx ON share_links (org_id, resource_type, resource_id);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON share_links TO gatehouse_app;
--> statement-breakpoint
ALTER TABLE share_links ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON share_links TO gatehouse_app USING (tenant_visible(org_id)) WITH CHECK (tenant_visible(org_id));
--> statement-breakpoint
-- For whoever presents a token, before it is known whose it is.
CREATE FUNCTION share_of_credential(wanted text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object('resource_type', resource_type, 'resource_id', resource_id, 'passcode_hash', passcode_hash,
    'used_up', max_views IS NOT NULL AND views >= max_views)
  FROM share_links WHERE id = wanted
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION share_of_credential(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION share_of_credential(text) TO gatehouse_app;
