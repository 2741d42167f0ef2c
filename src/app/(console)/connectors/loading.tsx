import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { purpose } from "./connector-words.ts";

export default function Loading() {
  return (
    <PageBody>
      <PageHeader title="Connectors" description={purpose} />
      <Skeleton className="h-64 w-full rounded-lg" />
    </PageBody>
  );
}
