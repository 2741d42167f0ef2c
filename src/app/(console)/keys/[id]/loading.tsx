import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title={<Skeleton className="h-7 w-48" />}
        back={{ href: "/keys", label: "Keys" }}
        description={<Skeleton className="h-7 w-40" />}
      />
      <Skeleton className="h-10 w-full" />
      <div className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-96 rounded-lg" />
        <Skeleton className="h-96 rounded-lg" />
      </div>
    </PageBody>
  );
}
