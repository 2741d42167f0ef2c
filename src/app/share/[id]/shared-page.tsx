"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLinkToken } from "#app/(public)/use-link-token.ts";
import type { Problem } from "#contract/problem.ts";
import type { ShareVisit } from "#contract/share-link.ts";
import { TrpcProvider, useTRPCClient } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { Skeleton } from "#ui/skeleton.tsx";
import { forgetVisit, keepVisit, keptVisit } from "./kept-visit.ts";
import { PasscodeForm } from "./passcode-form.tsx";
import { ShareFrame } from "./share-frame.tsx";
import { ShareRefused } from "./share-refused.tsx";
import { SharedDashboard } from "./shared-dashboard.tsx";
import { SharedProject } from "./shared-project.tsx";
import { SharedSource } from "./shared-source.tsx";

/** Takes the token from behind the `#`, begins a visit with it, and shows what the link shows. */
export function SharedPage({ linkId }: { linkId: string }) {
  const token = useLinkToken();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [ended, setEnded] = useState<Problem | null>(null);
  const queryKey = ["visit", linkId, token];

  const begin = async (passcode?: string) => {
    const visit = await client.shareLinks.open.mutate({ token: token ?? "", ...(passcode && { passcode }) });
    keepVisit(linkId, visit);
    return visit;
  };
  const visit = useQuery({
    queryKey,
    queryFn: () => keptVisit(linkId) ?? begin(),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    // Beginning again would be another view, so that is for the visitor to say.
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const problem = visit.isError ? problemOf(visit.error) : null;

  if (ended)
    return (
      <ShareRefused
        problem={ended}
        onRetry={() => {
          setEnded(null);
          void queryClient.resetQueries({ queryKey });
        }}
      />
    );
  if (problem?.code === "passcode_required")
    return (
      <PasscodeForm
        onSubmit={async (passcode) => {
          queryClient.setQueryData(queryKey, await begin(passcode));
        }}
      />
    );
  if (visit.isError) return <ShareRefused problem={problem} onRetry={() => void visit.refetch()} />;
  if (!visit.data) return <Opening />;
  return (
    <TrpcProvider
      key={visit.data.visit}
      visiting={{
        visit: visit.data.visit,
        onError: (error) => {
          const refused = problemOf(error);
          if (!refused || !endsVisit(refused)) return;
          forgetVisit(linkId);
          setEnded(refused);
        },
      }}
    >
      <ShareFrame>
        <Shown visit={visit.data} />
      </ShareFrame>
    </TrpcProvider>
  );
}

/** Whether the link itself was refused, and not one question. */
const endsVisit = ({ status, code }: Problem) =>
  status === 401 || code === "policy_violation" || code === "ip_not_allowed";

function Shown({ visit: { resource, expires_at } }: { visit: ShareVisit }) {
  if (resource.type === "source") return <SharedSource id={resource.id} until={expires_at} />;
  if (resource.type === "dashboard") return <SharedDashboard id={resource.id} until={expires_at} />;
  return <SharedProject id={resource.id} name={resource.name} until={expires_at} />;
}

function Opening() {
  return (
    <ShareFrame>
      <p role="status" className="sr-only">
        Opening the link
      </p>
      <Skeleton className="h-6 w-56" />
      <Skeleton className="mt-3 h-4 w-72 max-w-full" />
      <Skeleton className="mt-6 h-80 w-full rounded-lg" />
    </ShareFrame>
  );
}
