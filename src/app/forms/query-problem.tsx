import { ProblemState } from "#ui/problem-state.tsx";
import { refusalOf } from "./show-problem.ts";

/** In place of what could not be read: why, the request's id, and a way to try again. */
export function QueryProblem({
  query,
  bordered,
}: {
  query: { error: unknown; refetch: () => unknown; isFetching: boolean };
  bordered?: boolean;
}) {
  const { title, detail, requestId } = refusalOf(query.error);
  return (
    <ProblemState
      title={title}
      detail={detail}
      requestId={requestId}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
      {...(bordered === undefined ? {} : { bordered })}
    />
  );
}
