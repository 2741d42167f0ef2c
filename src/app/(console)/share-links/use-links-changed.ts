"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { useTRPC } from "#trpc/client.tsx";

/** After a link changed: all that was read of links is read again, on this page and on those the router keeps. */
export function useLinksChanged(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return useCallback(async () => {
    router.refresh();
    await queryClient.invalidateQueries(trpc.shareLinks.pathFilter());
  }, [router, queryClient, trpc]);
}
