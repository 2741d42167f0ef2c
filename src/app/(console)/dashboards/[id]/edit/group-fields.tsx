"use client";

import { Plus, X } from "lucide-react";
import type { ChartKind } from "#contract/dashboard.ts";
import type { Column } from "#contract/source.ts";
import { type TimeBucket, timeBuckets } from "#contract/source-query.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import { type GroupField, isTime } from "./chart-form.ts";

const NONE = "none";
const MOST = 3;

/** Along what the measures are told, and by what they are split. */
export function GroupFields({
  columns,
  groups,
  kind,
  onChange,
}: {
  columns: readonly Column[];
  groups: readonly GroupField[];
  kind: ChartKind;
  onChange: (groups: GroupField[]) => void;
}) {
  const put = (index: number, next: GroupField) => onChange(groups.map((each, at) => (at === index ? next : each)));
  const groupable = columns.filter(({ type }) => type !== "json");
  const alongTime = kind === "line" || kind === "area";
  const choices = (index: number) => (alongTime && index === 0 ? groupable.filter(isTime) : groupable);
  const free = groupable.filter(({ name }) => !groups.some(({ column }) => column === name));
  const add = () => {
    // Few numbers are names of something; a text mostly is.
    const next = groups.length === 0 ? choices(0)[0] : (free.find(({ type }) => type === "text") ?? free[0]);
    if (next) onChange([...groups, groupOf(next)]);
  };
  return (
    <Field
      label="Group by"
      group
      hint={
        alongTime && choices(0).length === 0
          ? "This source has no date or time to draw a line along. Choose bars."
          : undefined
      }
    >
      <div className="flex flex-col gap-2">
        {groups.map((group, index) => {
          const column = columns.find(({ name }) => name === group.column);
          return (
            <fieldset
              // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
              key={index}
              aria-label={index === 0 ? "Along" : `Split ${index}`}
              className="grid grid-cols-[minmax(0,1fr)_7rem_auto] items-center gap-2 rounded-md border p-2"
            >
              <Select
                label={index === 0 ? "Along" : "Split by"}
                value={group.column}
                onValueChange={(name) => put(index, groupOf(columns.find((each) => each.name === name)!))}
                options={choices(index).map(({ name, type }) => ({ value: name, label: name, description: type }))}
                className={isTime(column) ? "min-w-0" : "col-span-2 min-w-0"}
              />
              {isTime(column) && (
                <Select
                  label="Each"
                  value={group.bucket ?? NONE}
                  onValueChange={(bucket) =>
                    put(index, { ...group, bucket: bucket === NONE ? null : (bucket as TimeBucket) })
                  }
                  options={[
                    { value: NONE, label: "as it is" },
                    ...timeBuckets
                      .filter((bucket) => bucket !== "hour" || column?.type === "timestamp")
                      .map((bucket) => ({ value: bucket, label: bucket })),
                  ]}
                />
              )}
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove group ${index + 1}`}
                onClick={() => onChange(groups.filter((_, at) => at !== index))}
              >
                <X aria-hidden />
              </Button>
            </fieldset>
          );
        })}
        {groups.length < MOST && (groups.length === 0 ? choices(0) : free).length > 0 && (
          <Button size="sm" variant="ghost" className="w-fit" onClick={add}>
            <Plus aria-hidden />
            {groups.length === 0 ? "Group by" : "Split by another column"}
          </Button>
        )}
      </div>
    </Field>
  );
}

const groupOf = (column: Column): GroupField => ({
  column: column.name,
  bucket: isTime(column) ? "month" : null,
  label: "",
});
