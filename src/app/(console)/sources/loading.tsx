"use client";

import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { SourceTable } from "./source-table.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Sources"
        description="Data sets with typed columns, read by keys over REST: page, filter, sort, export."
      />
      <Skeleton className="mb-4 h-8 w-96 max-w-full" />
      <SourceTable sources={undefined} refreshing={false} problem={null} empty={null} />
    </PageBody>
  );
}
