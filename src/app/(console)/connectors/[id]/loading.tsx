import { PageBody } from "#ui/page-body.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <div className="flex flex-col gap-6">
        <Skeleton className="h-14 w-96 max-w-full" />
        <Skeleton className="h-40 w-full rounded-lg" />
        <Skeleton className="h-64 w-full rounded-lg" />
      </div>
    </PageBody>
  );
}
