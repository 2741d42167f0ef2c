import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Tokens"
        description="What acts as you, outside the portal. For a service that others depend on, make a key instead."
        actions={<Skeleton className="h-control w-32 rounded-md" />}
      />
      <Skeleton className="mb-6 h-10 w-full max-w-sm rounded-md" />
      <Skeleton className="h-56 w-full rounded-lg" />
    </PageBody>
  );
}
