"use client";

import { DataTable } from "#ui/data-table.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { projectColumns } from "./project-columns.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Projects"
        description="Spaces with members of their own. What is in one does not exist for those who are not."
      />
      <DataTable
        caption="Projects"
        columns={projectColumns}
        rows={undefined}
        rowKey={({ id }) => id}
        skeletonRows={3}
      />
    </PageBody>
  );
}
