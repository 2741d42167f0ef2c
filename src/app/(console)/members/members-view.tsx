"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus, Users } from "lucide-react";
import { debounce, useQueryStates } from "nuqs";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Role } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { Select } from "#ui/select.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { useSettled } from "../parts/use-settled.ts";
import { Invitations, invitationChoices } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { memberColumns } from "./member-columns.tsx";
import { membersInput, membersParsers } from "./members-search.ts";
import { roleWords } from "./role-words.ts";

const ANY = "any";

/** The people of the organization, and those who were asked to join. */
export function MembersView({
  me,
  myRole,
  mayWrite,
  sendsMail,
}: {
  me: string;
  myRole: Role;
  mayWrite: boolean;
  sendsMail: boolean;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [inviting, setInviting] = useState(false);
  const [search, setSearch] = useQueryStates(membersParsers, { history: "push" });
  const input = membersInput({ ...search, q: useSettled(search.q, 250) });
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.members.list.queryKey(input), (cursor) => client.members.list.query({ ...input, cursor })),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.data);

  return (
    <>
      <PageHeader
        title="Members"
        description="Who belongs to the organization, as what. Credentials never do more than their owner may right now."
        actions={
          mayWrite && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              Invite
            </Button>
          )
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchInput
          label="Search members"
          placeholder="Name or e-mail"
          value={search.q}
          onValueChange={(text) =>
            void setSearch({ q: text || null }, { history: "replace", limitUrlUpdates: debounce(300) })
          }
          className="w-full sm:w-64"
        />
        <Select
          label="Role"
          value={search.role ?? ANY}
          onValueChange={(role) => void setSearch({ role: role === ANY ? null : role })}
          options={[{ value: ANY, label: "Any role" }, ...roleWords.map(({ value, label }) => ({ value, label }))]}
          className="w-full sm:w-36"
        />
      </div>
      <DataTable
        caption="Members"
        columns={memberColumns(me)}
        rows={rows}
        rowKey={({ id }) => id}
        refreshing={list.isPlaceholderData}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Users />}
            title="Nobody fits"
            description="Search looks at names and e-mail addresses."
            action={<Button onClick={() => void setSearch({ q: null, role: null })}>Clear filters</Button>}
          />
        }
      />
      <LoadMore list={list} />
      <div className="mt-10 mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-medium">Invitations</h2>
        <Select
          label="Which invitations"
          value={search.invitations}
          onValueChange={(invitations) => void setSearch({ invitations })}
          options={invitationChoices}
          className="w-full sm:w-36"
        />
      </div>
      <Invitations mayWrite={mayWrite} which={search.invitations} />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} myRole={myRole} sendsMail={sendsMail} />
    </>
  );
}
