"use client";

import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { DashboardCards } from "./dashboard-cards.tsx";
import { purpose } from "./purpose.ts";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader title="Dashboards" description={purpose} />
      <Skeleton className="mb-4 h-8 w-96 max-w-full" />
      <DashboardCards dashboards={undefined} projects={[]} refreshing={false} />
    </PageBody>
  );
}
