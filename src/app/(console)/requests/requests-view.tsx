"use client";

import { useQueryStates } from "nuqs";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import type { OperationName } from "../parts/operation-select.tsx";
import { useMinute } from "../parts/use-minute.ts";
import { ErrorGroups } from "./error-groups.tsx";
import { RequestLog } from "./request-log.tsx";
import { requestsParsers } from "./requests-search.ts";

/** The log of every request, and the same by what went wrong. */
export function RequestsView({
  minute: rendered,
  operations,
}: {
  minute: number;
  operations: readonly OperationName[];
}) {
  const minute = useMinute(rendered);
  const [search, setSearch] = useQueryStates(requestsParsers, { history: "push" });
  return (
    <>
      <PageHeader
        title="Requests"
        description="Every request with its answer, those that were refused included. Open one to see why."
      />
      <Tabs
        label="View"
        value={search.view}
        onValueChange={(view) => void setSearch({ view })}
        tabs={[
          {
            value: "log",
            label: "Log",
            content: (
              <RequestLog
                rendered={rendered}
                search={search}
                operations={operations}
                onSearch={(change, options) => void setSearch(change, options)}
              />
            ),
          },
          {
            value: "errors",
            label: "Errors",
            content: <ErrorGroups minute={minute} search={search} onSearch={(change) => void setSearch(change)} />,
          },
        ]}
      />
    </>
  );
}
