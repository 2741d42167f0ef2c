"use client";

import { Copyable } from "#ui/copyable.tsx";
import { ExactTime } from "#ui/exact-time.tsx";
import { type KeyValue, KeyValueList } from "#ui/key-value-list.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { requestHref } from "../requests/request-table.tsx";
import { type AuditEvent, Sentence } from "./audit-table.tsx";
import { ChangeTable } from "./change-table.tsx";

/** The whole of one event: what changed, by whom, and its place in the chain. */
export function AuditEventSheet({ event, onClose }: { event: AuditEvent | undefined; onClose: () => void }) {
  return (
    <Sheet
      open={event !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={event ? <Sentence event={event} /> : "Event"}
      description={
        event && (
          <>
            <TimeAgo time={event.time} /> · <code className="font-mono text-xs">{event.action}</code>
          </>
        )
      }
    >
      {event && (
        <div className="flex flex-col gap-6">
          <ChangeTable before={event.before} after={event.after} />
          <section>
            <h3 className="mb-2 text-sm font-medium">Event</h3>
            <KeyValueList items={factsOf(event)} />
          </section>
          <section>
            <h3 className="mb-2 text-sm font-medium">Place in the chain</h3>
            <KeyValueList
              items={[
                { term: "Number", value: event.seq },
                { term: "Hash before", value: <code className="font-mono text-xs">{event.prev_hash}</code> },
                { term: "Hash", value: <code className="font-mono text-xs">{event.hash}</code> },
              ]}
            />
          </section>
        </div>
      )}
    </Sheet>
  );
}

const actorTypes = {
  user: "Member",
  api_key: "API key",
  system: "Gatehouse",
  anonymous: "Without an account",
} as const;

function factsOf(event: AuditEvent): KeyValue[] {
  const { actor, target } = event;
  const page = pageOf(target);
  return [
    { term: "Time", value: <ExactTime time={event.time} precise className="text-xs" /> },
    {
      term: "By",
      value: actor.type === "api_key" ? <TextLink href={`/keys/${actor.id}`}>{actor.name}</TextLink> : actor.name,
      hint: (
        <>
          {actorTypes[actor.type]} · <code className="break-id font-mono text-xs">{actor.id}</code>
        </>
      ),
    },
    {
      term: "On",
      value: page ? <TextLink href={page}>{target.name ?? target.id}</TextLink> : (target.name ?? target.type),
      hint: <code className="break-id font-mono text-xs">{target.id}</code>,
    },
    { term: "From", value: <span className="font-mono text-xs">{event.ip || "–"}</span> },
    { term: "User agent", value: <span className="font-mono text-xs">{event.user_agent ?? "–"}</span> },
    ...(event.request_id ? [{ term: "Request", value: requestOf(event.request_id, actor.type === "api_key") }] : []),
    { term: "Event id", value: <Copyable value={event.id} label="Copy event id" /> },
  ];
}

/** Only requests of keys are in the request log; those of the portal have an id for the server's log. */
const requestOf = (id: string, logged: boolean) =>
  logged ? (
    <TextLink href={requestHref(id)} prefetch={false} className="font-mono text-xs">
      {id}
    </TextLink>
  ) : (
    <Copyable value={id} label="Copy request id" />
  );

function pageOf({ type, id }: AuditEvent["target"]): string | null {
  if (type === "key") return `/keys/${id}`;
  if (type === "source") return `/sources/${id}`;
  return null;
}
