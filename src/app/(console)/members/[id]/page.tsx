import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { MemberPage } from "./member-page.tsx";

type Props = { params: Promise<{ id: string }> };

async function read({ params }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/members/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "users:read")) notFound();
  return { principal, member: await found((await caller()).members.get({ id })) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await read(props)).member.name };
}

export default async function MemberPageOnServer(props: Props) {
  const { principal, member } = await read(props);
  return (
    <PageBody narrow>
      <MemberPage first={member} me={principal.user.id} myRole={principal.role} organization={principal.orgName} />
    </PageBody>
  );
}
