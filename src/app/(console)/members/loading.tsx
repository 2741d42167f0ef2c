"use client";

import { DataTable } from "#ui/data-table.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { memberColumns } from "./member-columns.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Members"
        description="Who belongs to the organization, as what. Credentials never do more than their owner may right now."
      />
      <Skeleton className="mb-4 h-8 w-96 max-w-full" />
      <DataTable caption="Members" columns={memberColumns("")} rows={undefined} rowKey={({ id }) => id} />
    </PageBody>
  );
}
