import { Plus } from "lucide-react";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { LinkButton } from "#ui/link-button.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { listInput, loadKeyFilters } from "./key-filters.ts";
import { KeyList } from "./key-list.tsx";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession("/keys");
  const { livemode, role, settings, user } = principal;
  const filters = await loadKeyFilters(searchParams);
  const { keys } = await caller();
  const first = await keys.list(listInput(filters, livemode));
  const sparklines = await keys.sparklines({ credential_ids: first.data.map(({ id }) => id) });
  const mayCreate = settings.key_creation_enabled;
  return (
    <PageBody>
      <PageHeader
        title="Keys"
        description={
          mayCreate
            ? "What programs call the API with: each one scoped, limited in time and revocable at once."
            : "The organization has switched off the creation of new keys. Those that exist go on working."
        }
        actions={
          mayCreate && (
            <LinkButton variant="primary" href="/keys/new">
              <Plus aria-hidden />
              Create key
            </LinkButton>
          )
        }
      />
      <KeyList
        first={first}
        firstSparklines={sparklines}
        firstFilters={filters}
        livemode={livemode}
        me={user.id}
        seesEverybody={role === "owner" || role === "admin"}
        mayCreate={mayCreate}
      />
    </PageBody>
  );
}
