import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { purpose } from "./purpose.ts";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader title="Alerts" description={purpose} />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-10 w-48" />
        <Skeleton className="h-8 w-80 max-w-full" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </PageBody>
  );
}
