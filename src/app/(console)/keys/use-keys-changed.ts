"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { useTRPC } from "#trpc/client.tsx";

/** After a key changed: all that was read of keys is read again, on this page and on those the router keeps. */
export function useKeysChanged(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return useCallback(async () => {
    router.refresh();
    await queryClient.invalidateQueries(trpc.keys.pathFilter());
  }, [router, queryClient, trpc]);
}
