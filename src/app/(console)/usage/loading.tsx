import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { UsageStats } from "./usage-stats.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Usage"
        description="Every request to the API, counted before it was answered. Times are in UTC."
      />
      <Skeleton className="mb-6 h-8 w-80 max-w-full" />
      <div className="flex flex-col gap-6">
        <UsageStats usage={undefined} />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </PageBody>
  );
}
