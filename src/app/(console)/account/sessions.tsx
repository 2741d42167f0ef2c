"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type * as z from "zod";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { SignInSession } from "#contract/user.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { deviceOf } from "./device-of.ts";
import { sessionMethod } from "./session-method.ts";

type Session = z.infer<typeof SignInSession>;

/** Everywhere one is signed in, and the way to end it there. */
export function Sessions({ first }: { first: { data: Session[] } }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions({}, { initialData: first, refetchInterval: 30_000 }));
  const [ending, setEnding] = useState<string | null>(null);
  const others = sessions.data.data.filter((session) => !session.current).length;

  async function end(input: { id?: string }) {
    const { revoked } = await client.account.revokeSessions.mutate(input);
    await queryClient.invalidateQueries(trpc.account.sessions.queryFilter());
    toast.success(revoked === 1 ? "Session ended" : `${revoked} sessions ended`);
  }
  async function endOne(id: string) {
    setEnding(id);
    try {
      await end({ id });
    } catch (error) {
      toast.error("The session was not ended", { description: asError(error).message });
    } finally {
      setEnding(null);
    }
  }

  return (
    <Card
      flush
      title="Sessions"
      description="Ending one signs that browser or program out at its next request."
      action={
        others > 0 && (
          <ConfirmDialog
            trigger={<Button>End all others</Button>}
            title="End all other sessions?"
            description="You stay signed in here and are signed out everywhere else."
            verb="End other sessions"
            onConfirm={() =>
              end({}).catch((error: unknown) => {
                throw asError(error);
              })
            }
          />
        )
      }
    >
      {sessions.isError ? (
        <QueryProblem query={sessions} bordered={false} />
      ) : (
        <ul className="divide-y divide-line">
          {sessions.data.data.map((session) => (
            <li key={session.id} className="flex items-center gap-3 px-4 py-3 text-sm">
              <Monitor aria-hidden className="size-5 shrink-0 text-subtle" />
              <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="font-medium" title={session.user_agent ?? undefined}>
                    {deviceOf(session.user_agent)}
                  </span>
                  {session.current && <Badge tone="accent">This browser</Badge>}
                  {session.method === "api" && <Badge>API login</Badge>}
                </div>
                <div className="text-muted">
                  <span className="break-id font-mono text-xs">{session.ip ?? "unknown address"}</span>, seen{" "}
                  <TimeAgo time={session.last_seen_at} />, signed in <TimeAgo time={session.created_at} />{" "}
                  {sessionMethod(session)}
                </div>
              </div>
              {!session.current && (
                <Button
                  variant="danger-quiet"
                  size="sm"
                  loading={ending === session.id}
                  onClick={() => endOne(session.id)}
                  aria-label={`End session of ${deviceOf(session.user_agent)}`}
                >
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
