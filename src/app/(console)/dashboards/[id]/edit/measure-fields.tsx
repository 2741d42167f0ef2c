"use client";

import { Plus, X } from "lucide-react";
import type { Column, ColumnType } from "#contract/source.ts";
import type { AggregateFunction } from "#contract/source-query.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import { functions, type MeasureField, measureWords } from "./chart-form.ts";

const ROWS = "*";
const MOST = 6;
const numbers: readonly ColumnType[] = ["integer", "number"];
const ordered: readonly ColumnType[] = [...numbers, "date", "timestamp", "text"];
const worksOn: Record<AggregateFunction, readonly ColumnType[]> = {
  count: [...ordered, "boolean", "json"],
  count_distinct: [...ordered, "boolean"],
  sum: numbers,
  avg: numbers,
  min: ordered,
  max: ordered,
};

/** What is counted or measured, and what it is called. */
export function MeasureFields({
  columns,
  measures,
  onChange,
}: {
  columns: readonly Column[];
  measures: readonly MeasureField[];
  onChange: (measures: MeasureField[]) => void;
}) {
  const put = (index: number, next: MeasureField) => onChange(measures.map((each, at) => (at === index ? next : each)));
  const fitting = (fn: AggregateFunction) => columns.filter(({ type }) => worksOn[fn].includes(type));
  function setFunction(index: number, fn: AggregateFunction) {
    const measure = measures[index]!;
    const fits = fitting(fn).some(({ name }) => name === measure.column);
    const column = fn === "count" ? null : fits ? measure.column : (fitting(fn)[0]?.name ?? null);
    put(index, { ...measure, fn, column });
  }
  return (
    <Field label="Measure" group>
      <div className="flex flex-col gap-2">
        {measures.map((measure, index) => (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: a measure is its place
            key={index}
            aria-label={`Measure ${index + 1}`}
            className="grid grid-cols-[7.5rem_minmax(0,1fr)_auto] items-center gap-2 rounded-md border p-2"
          >
            <Select
              label="Function"
              value={measure.fn}
              onValueChange={(fn) => setFunction(index, fn)}
              options={functions.filter(({ value }) => value === "count" || fitting(value).length > 0)}
            />
            <Select
              label="Of"
              value={measure.column ?? ROWS}
              onValueChange={(name) => put(index, { ...measure, column: name === ROWS ? null : name })}
              options={[
                ...(measure.fn === "count" ? [{ value: ROWS, label: "rows" }] : []),
                ...fitting(measure.fn).map(({ name, type }) => ({ value: name, label: name, description: type })),
              ]}
              className="min-w-0"
            />
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove measure ${index + 1}`}
              disabled={measures.length === 1}
              onClick={() => onChange(measures.filter((_, at) => at !== index))}
            >
              <X aria-hidden />
            </Button>
            <Input
              aria-label="Name of the measure"
              value={measure.label}
              placeholder={measureWords(measure)}
              maxLength={63}
              autoComplete="off"
              onChange={(event) => put(index, { ...measure, label: event.target.value })}
              className="col-span-2"
            />
          </fieldset>
        ))}
        {measures.length < MOST && (
          <Button
            size="sm"
            variant="ghost"
            className="w-fit"
            onClick={() => onChange([...measures, nextMeasure(columns, measures)])}
          >
            <Plus aria-hidden />
            Add measure
          </Button>
        )}
      </div>
    </Field>
  );
}

/** One that is not there yet: two of the same name cannot stand in one answer. */
function nextMeasure(columns: readonly Column[], measures: readonly MeasureField[]): MeasureField {
  const candidates: MeasureField[] = [
    { fn: "count", column: null, label: "" },
    ...columns
      .filter(({ type }) => numbers.includes(type))
      .flatMap(({ name }) => (["avg", "sum", "max", "min"] as const).map((fn) => ({ fn, column: name, label: "" }))),
  ];
  const isThere = (one: MeasureField) => measures.some(({ fn, column }) => fn === one.fn && column === one.column);
  return (
    candidates.find((each) => !isThere(each)) ?? { fn: "count", column: null, label: `Count ${measures.length + 1}` }
  );
}
