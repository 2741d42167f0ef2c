import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { callSnippets } from "../../credentials/call-snippets.ts";
import { offeredOperations } from "../../credentials/offered-operations.ts";
import { tokenTabs } from "../token-kinds.ts";
import { NewToken } from "./new-token.tsx";

export const metadata: Metadata = { title: "Create token" };

/** A link may bring the form half filled: `?kind=&name=`. */
const loadPrefill = createLoader({
  kind: parseAsStringLiteral(tokenTabs).withDefault("personal"),
  name: parseAsString.withDefault(""),
});

export default async function NewTokenPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession("/tokens/new");
  const { settings, role, orgId, grantable } = principal;
  if (!settings.key_creation_enabled) redirect("/tokens");
  const { kind, name } = await loadPrefill(searchParams);
  const { presets } = await (await caller()).scopes.list({});
  const { publicUrl } = runtime().config;
  return (
    <PageBody>
      <NewToken
        prefill={{ kind, name: name.slice(0, 80) }}
        offer={{
          grantable: [...grantable],
          presets: presets.map(({ preset, scopes }) => ({ preset, scopes })),
          operations: offeredOperations,
          role,
          maxLifetimeDays: settings.max_key_lifetime_days,
          neverAllowed: settings.never_expires_allowed && settings.max_key_lifetime_days === null,
        }}
        organizationId={orgId}
        publicUrl={publicUrl}
        snippets={await callSnippets(publicUrl)}
      />
    </PageBody>
  );
}
