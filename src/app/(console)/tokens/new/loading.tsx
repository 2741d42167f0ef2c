import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader
        title="Create token"
        description="You see it once, on the next page."
        back={{ href: "/tokens", label: "Tokens" }}
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex flex-col gap-8">
          <Skeleton className="h-24 rounded-lg" />
          <Skeleton className="h-16 max-w-md rounded-md" />
          <Skeleton className="h-48 rounded-lg" />
          <Skeleton className="h-16 max-w-md rounded-md" />
        </div>
        <Skeleton className="h-[31rem] rounded-lg" />
      </div>
    </PageBody>
  );
}
