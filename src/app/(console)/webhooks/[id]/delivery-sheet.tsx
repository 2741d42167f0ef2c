"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { toast } from "sonner";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { WebhookDeliveryDetail } from "#contract/webhook.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { ExactTime } from "#ui/exact-time.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

const EVERY_MS = 2000;
type Attempt = WebhookDeliveryDetail["log"][number];

/** One delivery: its body, each attempt with what was answered, and the button that sends it again. */
export function DeliverySheet({ id, enabled, onClose }: { id: string | null; enabled: boolean; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const delivery = useQuery(
    trpc.webhooks.delivery.queryOptions({ id: id ?? "" }, { enabled: id !== null, refetchInterval: EVERY_MS }),
  );
  const resend = useMutation(
    trpc.webhooks.resend.mutationOptions({
      onSuccess: async () => {
        toast.success("It is sent again now");
        await queryClient.invalidateQueries(trpc.webhooks.pathFilter());
      },
      onError: (error) => {
        const { title, detail } = refusalOf(error);
        toast.error(title, { description: detail });
      },
    }),
  );
  const { data } = delivery;
  return (
    <Sheet
      open={id !== null}
      onOpenChange={(open) => !open && onClose()}
      title={data ? <span className="font-mono">{data.event}</span> : "Delivery"}
      description={data && <Copyable value={data.id} label="Copy webhook-id" className="text-xs" />}
      footer={
        data &&
        enabled && (
          <Button onClick={() => resend.mutate({ id: data.id })} loading={resend.isPending}>
            <RotateCw aria-hidden />
            Send again
          </Button>
        )
      }
    >
      {data ? (
        <div className="flex flex-col gap-6">
          {data.next_attempt_at && data.attempts > 0 && (
            <p className="text-sm text-muted">
              The next attempt is made <TimeAgo time={data.next_attempt_at} />.
            </p>
          )}
          <section className="flex flex-col gap-3">
            <h3 className="text-sm font-medium">Attempts</h3>
            {data.log.length === 0 && <p className="text-sm text-muted">None yet. It is sent within a second or so.</p>}
            <ol className="flex flex-col gap-3">
              {data.log.map((attempt) => (
                <AttemptCard key={attempt.number} attempt={attempt} />
              ))}
            </ol>
          </section>
          <CodeBlock title="What is sent" code={pretty(data.payload)} wrap />
        </div>
      ) : delivery.isError ? (
        <QueryProblem query={delivery} bordered={false} />
      ) : (
        <div className="flex flex-col gap-4">
          <Skeleton className="h-24 w-full rounded-lg" />
          <Skeleton className="h-64 w-full rounded-lg" />
        </div>
      )}
    </Sheet>
  );
}

function AttemptCard({ attempt }: { attempt: Attempt }) {
  const { number, time, duration_ms, status, error, response_headers, response_body } = attempt;
  const headers = Object.entries(response_headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const answer = [...headers, ...(response_body ? ["", response_body] : [])].join("\n");
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-lg border p-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium">No. {number}</span>
        {status === null ? <Badge tone="danger">No answer</Badge> : <StatusBadge status={status} />}
        <span className="tabular text-muted">{duration_ms} ms</span>
        <ExactTime time={time} className="text-xs text-muted sm:ml-auto" />
      </div>
      {error && <p className="text-danger">{error}</p>}
      {answer !== "" && (
        <details>
          <summary className="cursor-pointer rounded-sm text-muted hover:text-text">What was answered</summary>
          <CodeBlock code={answer} wrap className="mt-2" />
        </details>
      )}
    </li>
  );
}

/** The body is one line of JSON that we wrote; indented it is easier to read. */
const pretty = (payload: string) => JSON.stringify(JSON.parse(payload), null, 2);
