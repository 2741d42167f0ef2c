import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { AccountPage } from "./account-page.tsx";

type Props = { params: Promise<{ id: string }> };

async function read({ params }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/service-accounts/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "users:read")) notFound();
  return { principal, account: await found((await caller()).serviceAccounts.get({ id })) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await read(props)).account.name };
}

export default async function ServiceAccountPage(props: Props) {
  const { principal, account } = await read(props);
  return (
    <PageBody narrow>
      <AccountPage
        first={account}
        myRole={principal.role}
        mayCreateKeys={principal.settings.key_creation_enabled}
        livemode={principal.livemode}
      />
    </PageBody>
  );
}
