import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { KeyType } from "#contract/credential.ts";
import { Preset } from "#contract/preset.ts";
import { holdsScope, Scope } from "#contract/scope.ts";
import { ServiceAccountId } from "#contract/service-account.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { callSnippets } from "../../credentials/call-snippets.ts";
import { offeredOperations } from "../../credentials/offered-operations.ts";
import { NewKey } from "./new-key.tsx";
import { offeredOwner } from "./offered-owner.ts";

export const metadata: Metadata = { title: "Create key" };

/** A link may bring the form half filled: `?preset=&name=&scopes=&type=&owner=`. */
const loadPrefill = createLoader({
  name: parseAsString.withDefault(""),
  type: parseAsStringLiteral(KeyType.options),
  preset: parseAsStringLiteral(Preset.options),
  scopes: parseAsArrayOf(parseAsStringLiteral(Scope.options)).withDefault([]),
  owner: parseAsString.withDefault(""),
});

export default async function NewKeyPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession("/keys/new");
  const { settings, livemode, role, orgId, grantable } = principal;
  if (!settings.key_creation_enabled) redirect("/keys");
  const { name, type, preset, scopes, owner } = await loadPrefill(searchParams);
  const call = await caller();
  const { presets } = await call.scopes.list({});
  const seesAccounts = holdsScope(principal.scopes, "users:read");
  const hasAccounts = seesAccounts && (await call.serviceAccounts.list({ limit: 1 })).data.length > 0;
  const asked = ServiceAccountId.safeParse({ id: owner });
  // A link may name one that is gone: the form is then as without it.
  const account = seesAccounts && asked.success ? await call.serviceAccounts.get(asked.data).catch(() => null) : null;
  const { publicUrl } = runtime().config;
  return (
    <PageBody>
      <NewKey
        prefill={{
          name: name.slice(0, 80),
          type: type ?? (livemode ? "live" : "test"),
          preset: preset ?? (scopes.length > 0 ? "custom" : "data_access"),
          scopes: scopes.filter((scope) => grantable.includes(scope)),
          owner: account?.status === "active" ? offeredOwner(account, grantable) : null,
        }}
        offer={{
          grantable: [...grantable],
          presets: presets.map(({ preset, scopes }) => ({ preset, scopes })),
          operations: offeredOperations,
          role,
          maxLifetimeDays: settings.max_key_lifetime_days,
          neverAllowed: settings.never_expires_allowed && settings.max_key_lifetime_days === null,
          maxRateLimit: settings.rate_limit,
          hasAccounts,
        }}
        organizationId={orgId}
        publicUrl={publicUrl}
        snippets={await callSnippets(publicUrl)}
      />
    </PageBody>
  );
}
