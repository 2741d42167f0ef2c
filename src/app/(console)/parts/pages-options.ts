import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";

/**
 * A list read page after page by its cursor. tRPC's own options add a `direction` to the input, which our strict
 * schemas refuse.
 */
export const pagesOptions = <Page extends { next_cursor: string | null }>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<Page>,
) =>
  infiniteQueryOptions({
    queryKey: [...queryKey, "pages"],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
