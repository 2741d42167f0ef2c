import type { ReactNode } from "react";
import type { Role } from "#contract/role.ts";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";

/** In place of a page that a role does not open: what it holds, and whom to ask. */
export function ForAdmins({
  icon,
  title,
  what,
  role,
  organization,
}: {
  icon: ReactNode;
  title: string;
  /** What the page shows, as the beginning of a sentence. */
  what: string;
  role: Role;
  organization: string;
}) {
  return (
    <PageBody>
      <PageHeader title={title} />
      <EmptyState
        icon={icon}
        title="Only for owners and admins"
        description={`${what} is for owners and admins of ${organization} to see and decide. Your role there is ${role}.`}
      />
    </PageBody>
  );
}
