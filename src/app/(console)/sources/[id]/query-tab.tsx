"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Card } from "#ui/card.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { Select } from "#ui/select.tsx";
import { counted } from "../../parts/numbers.ts";
import { type Choice, curlOfQuery, functionsFor, groupable, queryOf, timeful } from "./query-choice.ts";
import { RowsGrid } from "./rows-grid.tsx";

const ROWS = "*";
const NONE = "-";

/** One question asked of all rows: a number for each group, and the command that asks it over REST. */
export function QueryTab({
  source,
  organizationId,
  publicUrl,
}: {
  source: Source;
  organizationId: string;
  publicUrl: string;
}) {
  const trpc = useTRPC();
  const keys = groupable(source.columns);
  const [choice, setChoice] = useState<Choice>(() => firstChoice(source));
  const query = queryOf(choice);
  const answer = useQuery(
    trpc.sources.query.queryOptions({ id: source.id, ...query }, { placeholderData: keepPreviousData }),
  );
  const key = keys.find(({ name }) => name === choice.groupBy);
  const workable = source.columns.filter((column) => functionsFor(column.type).length > 0);
  const of = workable.find(({ name }) => name === choice.column);
  const change = (next: Partial<Choice>) => setChoice({ ...choice, ...next });

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-end gap-3">
        <Labelled label="Work out">
          <Select
            label="Function"
            className="w-40"
            value={choice.function}
            onValueChange={(value) => change({ function: value })}
            options={functionsFor(of?.type).map((value) => ({ value, label: value.replace("_", " ") }))}
          />
        </Labelled>
        <Labelled label="of">
          <Select
            label="Column"
            className="w-48"
            value={choice.column ?? ROWS}
            onValueChange={(value) => {
              const column = workable.find(({ name }) => name === value);
              const allowed = functionsFor(column?.type);
              change({
                column: column?.name,
                function: allowed.includes(choice.function) ? choice.function : (allowed[0] ?? "count"),
              });
            }}
            options={[{ value: ROWS, label: "Rows" }, ...workable.map(({ name }) => ({ value: name, label: name }))]}
          />
        </Labelled>
        <Labelled label="for each">
          <Select
            label="Group by"
            className="w-48"
            value={choice.groupBy ?? NONE}
            onValueChange={(value) => change({ groupBy: value === NONE ? undefined : value, bucket: undefined })}
            options={[
              { value: NONE, label: "All rows together" },
              ...keys.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
        </Labelled>
        {key && timeful(key.type) && (
          <Labelled label="in steps of">
            <Select
              label="Time step"
              className="w-32"
              value={choice.bucket ?? NONE}
              onValueChange={(value) => change({ bucket: value === NONE ? undefined : value })}
              options={[
                { value: NONE, label: "Each value" },
                ...(["day", "week", "month", "quarter", "year"] as const).map((value) => ({ value, label: value })),
              ]}
            />
          </Labelled>
        )}
        <Labelled label="Order">
          <Select
            label="Order"
            className="w-44"
            value={choice.largestFirst ? "largest" : "group"}
            onValueChange={(value) => change({ largestFirst: value === "largest" })}
            options={[
              { value: "group", label: "By group" },
              { value: "largest", label: "Largest first" },
            ]}
          />
        </Labelled>
      </div>
      {answer.isError && !answer.isPlaceholderData ? (
        <QueryProblem query={answer} />
      ) : answer.data?.data.length === 0 ? (
        <EmptyState title="There is nothing to group" description="This source has no rows." />
      ) : (
        <div className="flex flex-col gap-2">
          <RowsGrid
            caption={`Answer about ${source.name}`}
            page={answer.data && { ...answer.data, page: null, page_size: answer.data.data.length }}
            refreshing={answer.isPlaceholderData}
          />
          {answer.data && (
            <p className="text-sm text-muted">
              {counted(answer.data.data.length, "row")}
              {answer.data.truncated && ", and more: the answer is cut at its limit"}
            </p>
          )}
        </div>
      )}
      <Card
        title="This question over REST"
        description="It is a read: a read-only key with the scope data:read may send it. Filters, more groups and more functions are in the docs."
      >
        <CodeBlock code={curlOfQuery(source.id, query, organizationId, publicUrl)} wrap />
      </Card>
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs text-muted">{label}</span>
      {children}
    </div>
  );
}

function firstChoice(source: Source): Choice {
  const texts = source.columns.filter(({ type }) => type === "text" || type === "boolean");
  const time = source.columns.find(({ type }) => timeful(type));
  const groupBy = time?.name ?? texts.at(-1)?.name;
  return {
    function: "count",
    column: undefined,
    groupBy,
    bucket: time && groupBy === time.name ? "month" : undefined,
    largestFirst: !time,
  };
}
