"use client";

import type { ReactNode } from "react";
import type * as z from "zod";
import type { AuditEvent as Shape } from "#contract/audit-event.ts";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { ExactTime } from "#ui/exact-time.tsx";
import { actionWords } from "./action-words.ts";

export type AuditEvent = z.infer<typeof Shape>;

/** Events in one line each; the sentence opens the whole event. */
export function AuditTable({
  events,
  current,
  onOpen,
  onFilter,
  refreshing,
  problem,
  empty,
}: {
  events: readonly AuditEvent[] | undefined;
  current: string | null;
  onOpen: (id: string) => void;
  onFilter: (change: { actor?: string; target?: string }) => void;
  refreshing: boolean;
  problem: ReactNode;
  empty: ReactNode;
}) {
  const columns: readonly Column<AuditEvent>[] = [
    {
      id: "time",
      header: "Time (UTC)",
      skeleton: "w-36",
      cell: (event) => <ExactTime time={event.time} className="text-xs text-muted" />,
    },
    {
      id: "event",
      header: "Event",
      card: "title",
      className: "md:w-full md:max-w-0",
      skeleton: "w-72",
      cell: (event) => (
        <button
          type="button"
          onClick={() => onOpen(event.id)}
          className="block max-w-full rounded-sm text-left hover:underline md:truncate"
        >
          <Sentence event={event} />
        </button>
      ),
    },
    {
      id: "action",
      header: "Action",
      wide: true,
      card: "hidden",
      skeleton: "w-24",
      cell: (event) => (
        <Badge mono className="whitespace-nowrap">
          {event.action}
        </Badge>
      ),
    },
    {
      id: "actor",
      header: "By",
      skeleton: "w-28",
      cell: (event) => (
        <button
          type="button"
          title="Only what they did"
          onClick={() => onFilter({ actor: event.actor.id })}
          className="block max-w-full truncate rounded-sm text-left hover:underline md:max-w-40"
        >
          {event.actor.name}
          {event.actor.type === "api_key" && <span className="text-muted"> (key)</span>}
        </button>
      ),
    },
    {
      id: "ip",
      header: "From",
      skeleton: "w-20",
      cell: (event) => (
        <span className="block truncate font-mono text-xs text-muted md:max-w-36">{event.ip || "–"}</span>
      ),
    },
    {
      id: "seq",
      header: "No.",
      align: "right",
      wide: true,
      card: "hidden",
      skeleton: "w-8",
      cell: (event) => <span className="font-mono text-xs text-muted">{event.seq}</span>,
    },
  ];
  return (
    <DataTable
      caption="Audit events"
      columns={columns}
      rows={events}
      rowKey={(event) => event.id}
      rowTone={(event) => (event.id === current ? "current" : undefined)}
      refreshing={refreshing}
      problem={problem}
      empty={empty}
      skeletonRows={10}
    />
  );
}

/** "Ada created the key CI" */
export const Sentence = ({ event }: { event: AuditEvent }) => (
  <>
    {event.actor.name} {actionWords(event.action)}
    {namesTarget(event) && <span className="font-medium"> {event.target.name}</span>}
  </>
);

/** Whether the target's name says something that the sentence does not say already. */
const namesTarget = ({ actor, target }: AuditEvent): boolean => target.name !== null && target.id !== actor.id;
