"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useState } from "react";
import type { Connector, ConnectorTest } from "#contract/connector.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { type KeyValue, KeyValueList } from "#ui/key-value-list.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { isUnderWay, originOf, scheduleWords, stateOf } from "../connector-words.ts";
import { ConnectorActions } from "./connector-actions.tsx";
import { tabParser } from "./connector-search.ts";
import { ConnectorSettings } from "./connector-settings.tsx";
import { Notices } from "./notices.tsx";
import { SyncHistory } from "./sync-history.tsx";
import { TestResult } from "./test-result.tsx";

const SYNCING_MS = 1000;
const IDLE_MS = 10_000;

/** One connector: how it stands, what became of its syncs, and its settings. */
export function ConnectorPage({ first, mayWrite }: { first: Connector; mayWrite: boolean }) {
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState("tab", tabParser);
  const [test, setTest] = useState<ConnectorTest | null>(null);
  const { data: connector = first } = useQuery(
    trpc.connectors.get.queryOptions(
      { id: first.id },
      {
        initialData: first,
        refetchInterval: ({ state }) => (isUnderWay(state.data?.last_sync ?? null) ? SYNCING_MS : IDLE_MS),
      },
    ),
  );
  const { label, tone } = stateOf(connector);
  return (
    <>
      <PageHeader
        back={{ href: "/connectors", label: "Connectors" }}
        title={connector.name}
        badge={
          <Badge tone={tone} dot={tone === "success"}>
            {label}
          </Badge>
        }
        description={<span className="break-id font-mono text-sm">{originOf(connector.settings)}</span>}
        actions={mayWrite && <ConnectorActions connector={connector} onTest={setTest} />}
      />
      <div className="flex flex-col gap-6">
        <Notices connector={connector} mayWrite={mayWrite} onSettings={() => void setTab("settings")} />
        {test && <TestResult test={test} onClose={() => setTest(null)} />}
        <KeyValueList items={factsOf(connector)} />
        <Tabs
          label="Connector"
          value={tab}
          onValueChange={(next) => void setTab(next)}
          tabs={[
            { value: "history", label: "History", content: <SyncHistory connector={connector} /> },
            ...(mayWrite
              ? [
                  {
                    value: "settings" as const,
                    label: "Settings",
                    // Anew for each version, so that the form begins with what is stored.
                    content: <ConnectorSettings key={connector.version} connector={connector} />,
                  },
                ]
              : []),
          ]}
        />
      </div>
    </>
  );
}

function factsOf(connector: Connector): KeyValue[] {
  const { source_id, schedule, next_sync_at, key_columns, has_secret } = connector;
  return [
    {
      term: "Source",
      value: source_id ? (
        <TextLink href={`/sources/${source_id}`}>See its rows</TextLink>
      ) : (
        "Made by the first good sync"
      ),
    },
    {
      term: "Schedule",
      value: (
        <>
          {scheduleWords(schedule)}
          {next_sync_at && (
            <span className="text-muted">
              , next <TimeAgo time={next_sync_at} />
            </span>
          )}
        </>
      ),
    },
    {
      term: "Rows are told apart by",
      value:
        key_columns.length > 0 ? <code className="font-mono">{key_columns.join(", ")}</code> : "Their whole content",
    },
    { term: "Secret", value: has_secret ? "Stored sealed" : "None" },
    {
      term: "Created",
      value: (
        <>
          <TimeAgo time={connector.created_at} /> by {connector.created_by.name}
        </>
      ),
    },
    { term: "Id", value: <Copyable value={connector.id} label="Copy connector id" /> },
  ];
}
