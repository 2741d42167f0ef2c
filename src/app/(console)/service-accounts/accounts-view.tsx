"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Role } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { accountColumns } from "./account-columns.tsx";
import { accountsInput } from "./accounts-input.ts";
import { NewAccount } from "./new-account.tsx";

/** All service accounts of the organization. */
export function AccountsView({ myRole, mayWrite }: { myRole: Role; mayWrite: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [making, setMaking] = useState(false);
  const list = useInfiniteQuery(
    pagesOptions(trpc.serviceAccounts.list.queryKey(accountsInput), (cursor) =>
      client.serviceAccounts.list.query({ ...accountsInput, cursor }),
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.data);
  const isNew = rows?.length === 0;
  const make = (variant: "primary" | "secondary") => (
    <Button variant={variant} onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      New service account
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Service accounts"
        description="Members that are no people: they own keys, so that these outlive whoever makes them."
        actions={mayWrite && !isNew && make("primary")}
      />
      <DataTable
        caption="Service accounts"
        columns={accountColumns}
        rows={rows}
        rowKey={({ id }) => id}
        rowTone={({ status }) => (status === "disabled" ? "faded" : undefined)}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Bot />}
            title="No service accounts yet"
            description="Give the nightly job, the BI tool or the pipeline an account of its own: a role, its projects and keys that go on when people leave."
            action={mayWrite && make("secondary")}
          />
        }
      />
      <LoadMore list={list} />
      <NewAccount open={making} onClose={() => setMaking(false)} myRole={myRole} />
    </>
  );
}
