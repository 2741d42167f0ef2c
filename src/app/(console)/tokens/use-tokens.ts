"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import type { TokenTab } from "./token-kinds.ts";
import { tokensInput } from "./tokens-input.ts";

/** How the tokens of a tab are read, page by page. */
export function useTokenPages(tab: TokenTab) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return tab === "personal"
    ? pagesOptions(trpc.tokens.list.queryKey(tokensInput), (cursor) =>
        client.tokens.list.query({ ...tokensInput, ...(cursor && { cursor }) }),
      )
    : pagesOptions(trpc.tokens.listPrivate.queryKey(tokensInput), (cursor) =>
        client.tokens.listPrivate.query({ ...tokensInput, ...(cursor && { cursor }) }),
      );
}

/** After a token changed: all that was read of tokens is read again. */
export function useTokensChanged(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useCallback(() => queryClient.invalidateQueries(trpc.tokens.pathFilter()), [queryClient, trpc]);
}
