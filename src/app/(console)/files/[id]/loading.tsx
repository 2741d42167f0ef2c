import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader title={<Skeleton className="my-1 h-5 w-56" />} back={{ href: "/files", label: "Files" }} />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-10 w-80 max-w-full" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </PageBody>
  );
}
