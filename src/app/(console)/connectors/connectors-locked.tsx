import { Lock } from "lucide-react";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { purpose } from "./connector-words.ts";

/** In place of the pages, for whom connectors are none of their business. */
export function ConnectorsLocked({ organization, role }: { organization: string; role: string }) {
  return (
    <PageBody>
      <PageHeader title="Connectors" description={purpose} />
      <EmptyState
        icon={<Lock />}
        title="Connectors are for editors"
        description={`Your role in ${organization} is ${role}. It does not include connectors:read. The rows that connectors bring are among your sources.`}
        action={<LinkButton href="/sources">See sources</LinkButton>}
      />
    </PageBody>
  );
}
