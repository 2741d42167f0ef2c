"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { refusalOf } from "#app/forms/show-problem.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { counted } from "../parts/numbers.ts";

/** Checks the hash of every event and the signature of the last, and says plainly what was found. */
export function VerifyChain() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  // A check is of the moment in which it was asked for, never one from the cache.
  const check = useMutation({
    mutationFn: async () => ({
      report: await queries.fetchQuery(trpc.audit.verify.queryOptions({}, { staleTime: 0, gcTime: 0 })),
      at: new Date(),
    }),
  });
  const refusal = check.isError ? refusalOf(check.error) : null;
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="min-w-0 max-w-[72ch] flex-1 basis-72 text-sm text-muted">
          Each event carries the hash of the one before it, and the last is signed. Verifying computes all of them anew:
          an event that was altered, removed or slipped in does not go unseen.
        </p>
        <Button onClick={() => check.mutate()} loading={check.isPending}>
          <ShieldCheck aria-hidden />
          Verify chain
        </Button>
      </div>
      {refusal && (
        <Callout tone="danger" live className="mt-4" title={refusal.title}>
          {refusal.detail}
        </Callout>
      )}
      {check.data && <Result {...check.data} />}
    </Card>
  );
}

type Report = { valid: boolean; events: number; head_hash: string; broken_at: number | null; reason: string | null };

function Result({ report, at }: { report: Report; at: Date }) {
  const { broken_at } = report;
  return report.valid ? (
    <Callout
      tone="success"
      live
      className="mt-4"
      title={`The chain is whole: ${counted(report.events, "event")} verified`}
    >
      Checked <TimeAgo time={at} />. The head is <code className="break-id font-mono text-xs">{report.head_hash}</code>:
      keep it, and no one can rewrite what came before it unnoticed.
    </Callout>
  ) : (
    <Callout
      tone="danger"
      live
      className="mt-4"
      title={broken_at === null ? "The chain is broken" : `The chain is broken at event ${broken_at}`}
    >
      {report.reason} Keep a copy of the database as it is now, and compare it with your last backup.
    </Callout>
  );
}
