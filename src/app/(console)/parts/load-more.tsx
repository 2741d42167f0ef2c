import { Button } from "#ui/button.tsx";

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };

/** Reads the next page of a list, where there is one. */
export const LoadMore = ({ list }: { list: Pages }) =>
  list.hasNextPage && (
    <Button className="mt-3" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
      Load more
    </Button>
  );
