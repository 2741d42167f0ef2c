import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { purpose } from "./purpose.ts";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader title="Share links" description={purpose} />
      <Skeleton className="mb-4 h-control w-44 rounded-md" />
      <Skeleton className="h-56 w-full rounded-lg" />
    </PageBody>
  );
}
