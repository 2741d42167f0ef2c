"use client";

import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { FileTable } from "./file-table.tsx";
import { filesPurpose } from "./purpose.ts";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader title="Files" description={filesPurpose} />
      <Skeleton className="mb-4 h-8 w-96 max-w-full" />
      <FileTable files={undefined} problem={null} empty={null} />
    </PageBody>
  );
}
