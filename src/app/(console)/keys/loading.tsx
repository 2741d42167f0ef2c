import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Keys"
        description="What programs call the API with: each one scoped, limited in time and revocable at once."
        actions={<Skeleton className="h-control w-28 rounded-md" />}
      />
      <div className="mb-4 flex gap-2">
        <Skeleton className="h-control w-64 rounded-md" />
        <Skeleton className="hidden h-control w-96 rounded-md sm:block" />
      </div>
      <Skeleton className="h-80 w-full rounded-lg" />
    </PageBody>
  );
}
