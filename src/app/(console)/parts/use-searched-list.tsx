"use client";

import { keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { pagesOptions } from "./pages-options.ts";
import { useSettled } from "./use-settled.ts";

type Input = { limit: number; q?: string };

/** A list that the server searches while one types, page by page, as `SearchSelect` takes it. */
export function useSearchedList<Row>(
  keyOf: (input: Input) => QueryKey,
  read: (input: Input & { cursor?: string | undefined }) => Promise<{ data: Row[]; next_cursor: string | null }>,
) {
  const [query, onQueryChange] = useState("");
  const settled = useSettled(query.trim().slice(0, 100), 200);
  const input = { limit: 25, ...(settled && { q: settled }) };
  const list = useInfiniteQuery({
    ...pagesOptions(keyOf(input), (cursor) => read({ ...input, cursor })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return {
    rows: list.data?.pages.flatMap((page) => page.data),
    search: {
      query,
      onQueryChange,
      more: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
      searching: list.isFetching || query.trim().slice(0, 100) !== settled,
      problem: list.isError && !list.data ? <QueryProblem query={list} /> : undefined,
    },
  };
}
