import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Audit"
        description="Who did what to what, when, with which credential, and from where. Nothing in it can be changed."
      />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-20 w-full rounded-lg" />
        <Skeleton className="h-8 w-80 max-w-full" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </PageBody>
  );
}
