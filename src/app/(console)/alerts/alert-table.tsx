"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { type Alert, type AlertKind, alertKinds } from "#contract/alert.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

const tones: Partial<Record<AlertKind, Tone>> = {
  "key.leaked": "danger",
  "key.expired": "danger",
  "webhook.disabled": "danger",
  "key.expiring": "warning",
  "key.new_network": "warning",
  "usage.error_spike": "warning",
  "usage.quota": "warning",
};

/** Alerts in one line each; unread ones are marked and can be put away. */
export function AlertTable({
  alerts,
  refreshing,
  onRead,
  problem,
  empty,
}: {
  alerts: readonly Alert[] | undefined;
  refreshing: boolean;
  onRead: (id: string) => void;
  problem: ReactNode;
  empty: ReactNode;
}) {
  const columns: readonly Column<Alert>[] = [
    {
      id: "alert",
      header: "Alert",
      card: "title",
      className: "md:w-full",
      skeleton: "w-72",
      cell: (alert) => {
        const page = pageOf(alert);
        return (
          <span className={alert.read_at === null ? "text-text" : "text-muted"}>
            {alert.read_at === null && <span className="sr-only">Unread: </span>}
            {alert.summary}{" "}
            {page && (
              <TextLink href={page} prefetch={false} className="whitespace-nowrap">
                {linkWords[alert.subject.type]}
                <span className="sr-only"> {alert.subject.name}</span>
              </TextLink>
            )}
          </span>
        );
      },
    },
    {
      id: "kind",
      header: "Kind",
      skeleton: "w-24",
      cell: ({ kind }) => <Badge tone={tones[kind] ?? "neutral"}>{alertKinds[kind].label}</Badge>,
    },
    {
      id: "time",
      header: "When",
      skeleton: "w-20",
      className: "whitespace-nowrap",
      cell: ({ created_at }) => <TimeAgo time={created_at} className="text-muted" />,
    },
    {
      id: "read",
      header: "",
      label: "Mark as read",
      card: "corner",
      cell: (alert) =>
        alert.read_at === null && (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Mark as read: ${alert.summary}`}
            title="Mark as read"
            onClick={() => onRead(alert.id)}
          >
            <Check aria-hidden />
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      caption="Alerts"
      columns={columns}
      rows={alerts}
      rowKey={({ id }) => id}
      rowTone={({ read_at }) => (read_at === null ? "new" : undefined)}
      refreshing={refreshing}
      problem={problem}
      empty={empty}
    />
  );
}

const linkWords: Record<string, string> = {
  key: "Open key",
  webhook: "Open webhook",
  token: "Open tokens",
  private_token: "Open tokens",
  share_link: "Open share links",
  session: "Open sessions",
};

function pageOf({ subject }: Alert): string | null {
  if (subject.type === "key") return `/keys/${subject.id}`;
  if (subject.type === "webhook") return `/webhooks/${subject.id}`;
  if (subject.type === "token" || subject.type === "private_token") return "/tokens";
  if (subject.type === "share_link") return "/share-links";
  if (subject.type === "session") return "/account";
  return null;
}
