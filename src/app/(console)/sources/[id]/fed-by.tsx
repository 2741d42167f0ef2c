"use client";

import { useQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { useTRPC } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { LastSync } from "../../connectors/last-sync.tsx";

/** The connector that fills a source, with its last sync; nothing where there is none, or one may not see it. */
export function FedBy({ sourceId }: { sourceId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.connectors.list.queryOptions({ source_id: sourceId, limit: 1 }));
  const [connector] = data?.data ?? [];
  if (!connector) return null;
  return (
    <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Cable aria-hidden className="size-4 text-subtle" />
      <span>
        Filled by{" "}
        <TextLink href={`/connectors/${connector.id}`} className="break-id">
          {connector.name}
        </TextLink>
      </span>
      <LastSync sync={connector.last_sync} />
    </span>
  );
}
