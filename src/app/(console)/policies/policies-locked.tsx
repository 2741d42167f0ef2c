import { Lock } from "lucide-react";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { purpose } from "./purpose.ts";

/** In place of the pages, for whom policies are none of their business. */
export function PoliciesLocked({ organization, role }: { organization: string; role: string }) {
  return (
    <PageBody>
      <PageHeader title="Policies" description={purpose} />
      <EmptyState
        icon={<Lock />}
        title="Policies are for owners and admins"
        description={`Your role in ${organization} is ${role}. Where a policy limits what you see, the page of the source says so.`}
        action={<LinkButton href="/sources">See your sources</LinkButton>}
      />
    </PageBody>
  );
}
