import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { pageContext } from "#app/session/page-context.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { type AppRouter, appRouter } from "#trpc/root.ts";

/**
 * Reads on the server what the page inside is about to ask for, so that its first paint is complete. What could not be
 * read is left for the browser to ask again, which then shows the problem.
 */
export async function Prefetched({
  read,
  children,
}: {
  read: (trpc: TRPCOptionsProxy<AppRouter>, queries: QueryClient) => readonly Promise<unknown>[];
  children: ReactNode;
}) {
  const head = await headers();
  await requirePortalSession(head.get("x-gatehouse-path") ?? "/");
  const queryClient = new QueryClient();
  const ctx = await pageContext();
  const trpc = createTRPCOptionsProxy<AppRouter>({ router: appRouter, ctx, queryClient });
  await Promise.all(read(trpc, queryClient));
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
