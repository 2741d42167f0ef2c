"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { VISIT_HEADER } from "#contract/share-link.ts";
import { type AskWho, type Confirmation, confirmationLink } from "./confirmation.ts";
import { problemOf } from "./problem-of.ts";
import type { AppRouter } from "./root.ts";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

/** As many calls as the server takes in one request. */
const MAX_BATCH = 10;
const MAX_RETRIES = 2;

/** The session ended elsewhere: sign in again and come back here. Passwords asked for twice are a form's own matter. */
function leaveWhenSignedOut(error: unknown): void {
  if (problemOf(error)?.code !== "unauthorized" || window.location.pathname === "/login") return;
  const { pathname, search } = window.location;
  window.location.assign(`/login?return_to=${encodeURIComponent(pathname + search)}`);
}

/** A refusal stays one however often it is asked again; only what never came back or failed on our side is retried. */
function mayRetry(failures: number, error: unknown): boolean {
  const status = problemOf(error)?.status;
  return failures < MAX_RETRIES && (status === undefined || status >= 500);
}

const makeQueryClient = (onError: (error: unknown) => void) =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 10_000, gcTime: 5 * 60_000, retry: mayRetry },
      // Nothing of a mutation's answer is kept after its component has gone: a new key's secret is in one of them.
      mutations: { retry: false, gcTime: 0 },
    },
  });

const makeClient = (confirmation: Confirmation, visit: string | undefined) =>
  createTRPCClient<AppRouter>({
    links: [
      confirmationLink(confirmation),
      httpBatchLink({
        url: "/api/trpc",
        maxItems: MAX_BATCH,
        ...(visit !== undefined && { headers: { [VISIT_HEADER]: visit } }),
      }),
    ],
  });

const ConfirmationContext = createContext<Confirmation>({ ask: null });

/** Lets this component ask for the proof of who one is, for every call that is refused for want of it. */
export function useAskWho(ask: AskWho): void {
  const confirmation = use(ConfirmationContext);
  useEffect(() => {
    confirmation.ask = ask;
    return () => {
      confirmation.ask = null;
    };
  }, [confirmation, ask]);
}

/** Whoever visits by a share link: what they show, and what becomes of a call that is refused. */
type Visiting = { visit: string; onError: (error: unknown) => void };

/**
 * Lets client components call procedures, as whoever is signed in or, `visiting`, as a visitor by a share link. Give it
 * another `key` where all that was read becomes void.
 */
export function TrpcProvider({ visiting, children }: { visiting?: Visiting; children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(visiting?.onError ?? leaveWhenSignedOut));
  const [confirmation] = useState<Confirmation>(() => ({ ask: null }));
  const [trpcClient] = useState(() => makeClient(confirmation, visiting?.visit));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <ConfirmationContext value={confirmation}>{children}</ConfirmationContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
