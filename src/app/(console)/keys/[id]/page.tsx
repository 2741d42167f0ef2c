import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { callSnippets } from "../../credentials/call-snippets.ts";
import { offeredOperations } from "../../credentials/offered-operations.ts";
import { KeyPage } from "./key-page.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  await requirePortalSession(`/keys/${encodeURIComponent(id)}`);
  const { name } = await found((await caller()).keys.get({ id }));
  return { title: name };
}

export default async function KeyPageOnServer({ params }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/keys/${encodeURIComponent(id)}`);
  const { role, settings, scopes, grantable, orgId } = principal;
  const key = await found((await caller()).keys.get({ id }));
  const { publicUrl } = runtime().config;
  return (
    <PageBody>
      <KeyPage
        first={key}
        offer={{
          grantable: [...grantable],
          presets: [],
          operations: offeredOperations,
          role,
          maxLifetimeDays: settings.max_key_lifetime_days,
          neverAllowed: settings.never_expires_allowed && settings.max_key_lifetime_days === null,
          maxRateLimit: settings.rate_limit,
          hasAccounts: false,
        }}
        mayWrite={holdsScope(scopes, "keys:write")}
        mayAudit={holdsScope(scopes, "audit:read")}
        organizationId={orgId}
        publicUrl={publicUrl}
        snippets={await callSnippets(publicUrl)}
      />
    </PageBody>
  );
}
