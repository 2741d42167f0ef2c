import { Lock } from "lucide-react";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { purpose } from "./purpose.ts";

/** In place of the pages, for whom webhooks are none of their business. */
export function WebhooksLocked({ organization, role }: { organization: string; role: string }) {
  return (
    <PageBody>
      <PageHeader title="Webhooks" description={purpose} />
      <EmptyState
        icon={<Lock />}
        title="Webhooks are for owners and admins"
        description={`Your role in ${organization} is ${role}. It does not include organizations:write. What concerns you is in your alerts.`}
        action={<LinkButton href="/alerts">See your alerts</LinkButton>}
      />
    </PageBody>
  );
}
