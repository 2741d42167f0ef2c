"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { AuditEvent } from "#contract/audit-event.ts";
import type { Key } from "#contract/key.ts";
import { useTRPC } from "#trpc/client.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

const SHOWN = 50;

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
const said = (value: unknown): string => {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** The fields that an event changed, each with what it was and what it became. */
function changesOf({ before, after }: AuditEvent): { field: string; from: string | null; to: string }[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return Object.keys(now)
    .filter((field) => before !== null && said(old[field]) !== said(now[field]))
    .map((field) => ({ field, from: field in old ? said(old[field]) : null, to: said(now[field]) }));
}

const deeds: Record<string, string> = {
  "key.created": "Created the key",
  "key.updated": "Changed the key",
  "key.rotated": "Rotated the secret",
  "key.rotation_finished": "Ended the former secret",
  "key.disabled": "Disabled the key",
  "key.enabled": "Enabled the key",
  "key.revoked": "Revoked the key",
};

const columns: readonly Column<AuditEvent>[] = [
  {
    id: "deed",
    header: "What",
    card: "title",
    skeleton: "w-40",
    cell: (event) => (
      <>
        <span className="font-medium">{deeds[event.action] ?? event.action}</span>
        {changesOf(event).map(({ field, from, to }) => (
          <span key={field} className="block break-id text-xs text-muted">
            {field.replaceAll("_", " ")}: {from !== null && <>{from} → </>}
            <span className="text-text">{to}</span>
          </span>
        ))}
      </>
    ),
  },
  {
    id: "actor",
    header: "Who",
    skeleton: "w-24",
    cell: ({ actor }) => (actor.type === "api_key" ? `${actor.name} (a key)` : actor.name),
  },
  {
    id: "ip",
    header: "From",
    skeleton: "w-24",
    cell: (event) => <span className="font-mono text-xs">{event.ip || "unknown"}</span>,
  },
  {
    id: "time",
    header: "When",
    skeleton: "w-20",
    cell: (event) => <TimeAgo time={event.time} className="whitespace-nowrap text-muted" />,
  },
];

/** Who did what to this key. */
export function KeyAudit({ of: key }: { of: Key }) {
  const trpc = useTRPC();
  const events = useQuery(trpc.audit.list.queryOptions({ target_id: key.id, limit: SHOWN }));
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        caption="Audit events of this key"
        columns={columns}
        rows={events.data?.data}
        rowKey={(event) => event.id}
        problem={events.isError && !events.data && <QueryProblem query={events} />}
        empty={<EmptyState title="No event" description="Every change of this key is recorded here." />}
      />
      <p className="text-sm text-muted">
        <TextLink href={`/audit?target=${key.id}`}>Open it in the audit log</TextLink>
      </p>
    </div>
  );
}
