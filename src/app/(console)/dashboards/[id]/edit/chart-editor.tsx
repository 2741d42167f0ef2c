"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { ShownChart } from "#contract/dashboard.ts";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { counted } from "../../../parts/numbers.ts";
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
  const [chosen, setChosen] = useState<string | undefined>(start?.source_id);
  const list = useQuery(trpc.sources.list.queryOptions({ limit: 100, status: "ready", sort: "name" }));
  // A chart's own source may be one of those beyond the first hundred.
  const { data: own } = useQuery({
    ...trpc.sources.get.queryOptions({ id: start?.source_id ?? "" }),
    enabled: start !== null,
    retry: false,
  });
  const sources = withOwn(list.data?.data ?? [], own);
  const source = sources.find(({ id }) => id === chosen);
  const elsewhere = source !== undefined && source.project_id !== projectId;

  const chooser = (
    <>
      <Field label="Source">
        <Select
          value={source?.id}
          onValueChange={setChosen}
          placeholder="Choose a source"
          options={sources.map(({ id, name, row_count }) => ({
            value: id,
            label: name,
            description: counted(row_count, "row"),
          }))}
          className="w-full"
        />
      </Field>
      {elsewhere && (
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
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onCancel()}
      size="lg"
      title={title}
      footer={<Button onClick={onCancel}>Cancel</Button>}
    >
      {list.isError ? (
        <QueryProblem query={list} />
      ) : !list.data ? (
        <Skeleton className="h-16 w-full" />
      ) : sources.length === 0 ? (
        <Callout title="There is no source that can be read yet">
          Charts are drawn from sources. <TextLink href="/sources/new">Add a source</TextLink> first.
        </Callout>
      ) : (
        <div className="flex max-w-md flex-col gap-4">
          {start && (
            <Callout tone="warning" title="Its source is gone, or not open to you">
              Choose another one to ask anew.
            </Callout>
          )}
          {chooser}
        </div>
      )}
    </Sheet>
  );
}

const withOwn = (sources: Source[], own: Source | undefined): Source[] =>
  own && own.status === "ready" && !sources.some(({ id }) => id === own.id) ? [own, ...sources] : sources;
