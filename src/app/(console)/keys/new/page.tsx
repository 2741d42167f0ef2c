import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { KeyType } from "#contract/credential.ts";
import { Preset } from "#contract/preset.ts";
import { holdsScope, Scope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { callSnippets } from "../../credentials/call-snippets.ts";
import { offeredOperations } from "../../credentials/offered-operations.ts";
import { ME } from "./key-form-values.ts";
import { NewKey } from "./new-key.tsx";
import { offeredOwner } from "./offered-owner.ts";

export const metadata: Metadata = { title: "Create key" };

/** A link may bring the form half filled: `?preset=&name=&scopes=&type=&owner=`. */
const loadPrefill = createLoader({
  name: parseAsString.withDefault(""),
  type: parseAsStringLiteral(KeyType.options),
  preset: parseAsStringLiteral(Preset.options),
  scopes: parseAsArrayOf(parseAsStringLiteral(Scope.options)).withDefault([]),
  owner: parseAsString.withDefault(ME),
});

export default async function NewKeyPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession("/keys/new");
  const { settings, livemode, role, orgId, grantable } = principal;
  if (!settings.key_creation_enabled) redirect("/keys");
  const { name, type, preset, scopes, owner } = await loadPrefill(searchParams);
  const call = await caller();
  const { presets } = await call.scopes.list({});
  const accounts = holdsScope(principal.scopes, "users:read")
    ? (await call.serviceAccounts.list({ limit: 100 })).data
    : [];
  const owners = accounts
    .filter(({ status }) => status === "active")
    .map((account) => offeredOwner(account, grantable));
  const { publicUrl } = runtime().config;
  return (
    <PageBody>
      <NewKey
        prefill={{
          name: name.slice(0, 80),
          type: type ?? (livemode ? "live" : "test"),
          preset: preset ?? (scopes.length > 0 ? "custom" : "data_access"),
          scopes: scopes.filter((scope) => grantable.includes(scope)),
          owner: owners.some(({ id }) => id === owner) ? owner : ME,
        }}
        offer={{
          grantable: [...grantable],
          presets: presets.map(({ preset, scopes }) => ({ preset, scopes })),
          operations: offeredOperations,
          role,
          maxLifetimeDays: settings.max_key_lifetime_days,
          neverAllowed: settings.never_expires_allowed && settings.max_key_lifetime_days === null,
          maxRateLimit: settings.rate_limit,
          owners,
        }}
        organizationId={orgId}
        publicUrl={publicUrl}
        snippets={await callSnippets(publicUrl)}
      />
    </PageBody>
  );
}
