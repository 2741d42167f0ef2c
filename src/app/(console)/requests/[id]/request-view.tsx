"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { Card } from "#ui/card.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { Decision } from "./decision.tsx";
import { Replay } from "./replay.tsx";
import { requestCurl } from "./request-curl.ts";
import { RequestFacts } from "./request-facts.tsx";

const back = { href: "/requests", label: "Requests" };
/** A request is in the log a second or two after its answer: whoever comes at once is asked to wait, not refused. */
const PATIENCE = 5;

/** One request: who asked what, how it was decided, and how to send it again. */
export function RequestView({ requestId, publicUrl }: { requestId: string; publicUrl: string }) {
  const trpc = useTRPC();
  const found = useQuery(
    trpc.requests.get.queryOptions(
      { request_id: requestId },
      {
        retry: (failures, error) => problemOf(error)?.code === "not_found" && failures < PATIENCE,
        retryDelay: 1000,
        staleTime: 60_000,
      },
    ),
  );
  if (found.isError && !found.data)
    return (
      <>
        <PageHeader title="Request" back={back} />
        <QueryProblem query={found} />
      </>
    );
  const request = found.data;
  if (!request)
    return (
      <>
        <PageHeader title={<Skeleton className="my-1 h-5 w-72" />} back={back} />
        <p role="status" className="sr-only">
          Looking for the request
        </p>
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
          <Skeleton className="h-96 rounded-lg" />
          <Skeleton className="h-96 rounded-lg" />
        </div>
      </>
    );
  const curl = requestCurl(request, publicUrl);
  return (
    <>
      <PageHeader
        back={back}
        badge={<StatusBadge status={request.status} />}
        title={
          <span className="font-mono text-lg">
            <span className="text-muted">{request.method}</span> {request.path}
          </span>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Decision request={request} />
          <Card
            title="Send it again"
            description={
              request.method === "GET" || request.method === "HEAD"
                ? "The same call as a command. Put your key in place of YOUR_API_KEY: secrets are never kept."
                : "The same call as a command. Bodies and secrets are never kept: put yours in their places."
            }
          >
            <CodeBlock code={curl} wrap />
            {request.method === "GET" && <Replay path={request.path} />}
          </Card>
        </div>
        <RequestFacts request={request} />
      </div>
    </>
  );
}
