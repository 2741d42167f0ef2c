import { PageBody } from "#ui/page-body.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { SettingsHeader } from "./settings-header.tsx";

export default function Loading() {
  return (
    <PageBody narrow>
      <SettingsHeader />
      <SettingsSkeleton />
    </PageBody>
  );
}

function SettingsSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-56 rounded-lg" />
      <Skeleton className="h-160 rounded-lg" />
      <Skeleton className="h-80 rounded-lg" />
      <Skeleton className="h-96 rounded-lg" />
    </div>
  );
}
