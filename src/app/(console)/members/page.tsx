import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { ForAdmins } from "./for-admins.tsx";
import { invitationsInput, loadMembersSearch, membersInput } from "./members-search.ts";
import { MembersView } from "./members-view.tsx";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/members");
  if (!holdsScope(principal.scopes, "users:read"))
    return (
      <ForAdmins
        icon={<Lock />}
        title="Members"
        what="Who belongs to the organization"
        role={principal.role}
        organization={principal.orgName}
      />
    );
  const search = await loadMembersSearch(searchParams);
  const input = membersInput(search);
  const invited = invitationsInput(search);
  const { members, invitations } = await caller();
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(pagesOptions(trpc.members.list.queryKey(input), () => members.list(input))),
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.invitations.list.queryKey(invited), () => invitations.list(invited)),
          ),
        ]}
      >
        <MembersView
          me={principal.user.id}
          myRole={principal.role}
          mayWrite={holdsScope(principal.scopes, "users:write")}
          sendsMail={runtime().mailer.isSetUp}
        />
      </Prefetched>
    </PageBody>
  );
}
