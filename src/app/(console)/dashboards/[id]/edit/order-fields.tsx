"use client";

import { MOST_CHART_ROWS } from "#contract/dashboard.ts";
import type { Column } from "#contract/source.ts";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import { type ChartForm, measureWords, type SortField } from "./chart-form.ts";

const AS_IT_IS = "as-it-is";

/** In which order, and how many. */
export function OrderFields({
  columns,
  form,
  rows,
  onChange,
}: {
  columns: readonly Column[];
  form: ChartForm;
  rows: boolean;
  onChange: (next: Partial<ChartForm>) => void;
}) {
  const fields: { by: SortField["by"]; name: string }[] = rows
    ? columns.filter(({ type }) => type !== "json").map(({ name }) => ({ by: `c:${name}` as const, name }))
    : [
        ...form.measures.map((measure, index) => ({
          by: `m${index}` as const,
          name: measure.label.trim() || measureWords(measure),
        })),
        ...form.groups.map(({ column, label }, index) => ({ by: `g${index}` as const, name: label || column })),
      ];
  const [sort] = form.sort;
  const value = (by: string, descending: boolean) => `${descending ? "-" : "+"}${by}`;
  const options = [
    { value: AS_IT_IS, label: rows ? "As in the source" : "In the order of the groups" },
    ...fields.flatMap(({ by, name }) => [
      { value: value(by, true), label: `${name}, highest first` },
      { value: value(by, false), label: `${name}, lowest first` },
    ]),
  ];
  const chosen = sort ? value(sort.by, sort.descending) : AS_IT_IS;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-2">
      <Field label="Order">
        <Select
          value={options.some((option) => option.value === chosen) ? chosen : AS_IT_IS}
          onValueChange={(next) =>
            onChange({
              sort:
                next === AS_IT_IS ? [] : [{ by: next.slice(1) as SortField["by"], descending: next.startsWith("-") }],
            })
          }
          options={options}
          className="w-full"
        />
      </Field>
      <Field label="At most">
        <Input
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_CHART_ROWS}
          value={form.limit}
          onChange={({ target }) =>
            onChange({ limit: Math.min(MOST_CHART_ROWS, Math.max(1, Math.trunc(target.valueAsNumber) || 1)) })
          }
        />
      </Field>
    </div>
  );
}
