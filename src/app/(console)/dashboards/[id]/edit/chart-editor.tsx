"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { ShownChart } from "#contract/dashboard.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Field } from "#ui/field.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { counted } from "../../../parts/numbers.ts";
import { useSearchedList } from "../../../parts/use-searched-list.tsx";
import { ChartQuestion } from "./chart-question.tsx";

/** Makes or changes one chart: its source first, then what is asked of it, with the answer beside it. */
export function ChartEditor({
  start,
  projectId,
  onApply,
  onCancel,
}: {
  /** Null: a new one. */
  start: ShownChart | null;
  projectId: string;
  onApply: (chart: ShownChart) => void;
  onCancel: () => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [chosen, setChosen] = useState(start?.source_id);
  const { rows, search } = useSearchedList(
    (input) => trpc.sources.list.queryKey({ ...input, status: "ready", sort: "name" }),
    (input) => client.sources.list.query({ ...input, status: "ready", sort: "name" }),
  );
  const found = useQuery(
    trpc.sources.get.queryOptions({ id: chosen ?? "" }, { enabled: chosen !== undefined, staleTime: 60_000 }),
  );
  const source = found.data?.id === chosen ? found.data : undefined;

  const chooser = (
    <>
      <Field label="Source">
        <SearchSelect
          {...search}
          searchLabel="Find a source"
          value={chosen}
          chosen={source?.name ?? rows?.find(({ id }) => id === chosen)?.name}
          placeholder="Choose a source"
          onValueChange={setChosen}
          options={(rows ?? []).map(({ id, name, columns }) => ({
            value: id,
            label: name,
            description: counted(columns.length, "column"),
          }))}
          className="w-full"
        />
      </Field>
      {source && source.project_id !== projectId && (
        <Callout tone="warning">
          This source is in another project. Who is not in that one sees no numbers in this chart.
        </Callout>
      )}
    </>
  );
  const title = start ? `Edit ${start.title}` : "Add a chart";
  if (source)
    return (
      <ChartQuestion
        key={source.id}
        title={title}
        source={source}
        start={start?.source_id === source.id ? start : null}
        id={start?.id}
        width={start?.width ?? "half"}
        chooser={chooser}
        onApply={onApply}
        onCancel={onCancel}
      />
    );
  const none = rows?.length === 0 && search.query === "" && !search.searching;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onCancel()}
      size="lg"
      title={title}
      footer={<Button onClick={onCancel}>Cancel</Button>}
    >
      {none ? (
        <Callout title="There is no source that can be read yet">
          Charts are drawn from sources. <TextLink href="/sources/new">Add a source</TextLink> first.
        </Callout>
      ) : (
        <div className="flex max-w-md flex-col gap-4">
          {chooser}
          {chosen !== undefined && (found.isError ? <QueryProblem query={found} /> : <Skeleton className="h-64" />)}
        </div>
      )}
    </Sheet>
  );
}
