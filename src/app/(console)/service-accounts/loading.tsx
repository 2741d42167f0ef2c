"use client";

import { DataTable } from "#ui/data-table.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { accountColumns } from "./account-columns.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Service accounts"
        description="Members that are no people: they own keys, so that these outlive whoever makes them."
      />
      <DataTable caption="Service accounts" columns={accountColumns} rows={undefined} rowKey={({ id }) => id} />
    </PageBody>
  );
}
