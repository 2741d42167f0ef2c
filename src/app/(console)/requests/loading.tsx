import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Requests"
        description="Every request with its answer, those that were refused included. Open one to see why."
      />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-10 w-40" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </PageBody>
  );
}
