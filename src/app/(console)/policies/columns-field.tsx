"use client";

import type { Column } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import type { Draft, Shown } from "./draft.ts";

const choices: { value: Shown; label: string; description: string }[] = [
  { value: "visible", label: "Visible", description: "As it is" },
  { value: "full", label: "Masked", description: "••••" },
  { value: "last4", label: "Masked, last 4", description: "••••1881, from nine characters on" },
  { value: "hash", label: "Masked, hash", description: "Equal values stay equal" },
  { value: "hidden", label: "Hidden", description: "As if it were not there" },
];

/** How each column is shown. */
export function ColumnsField({
  columns,
  draft: { columns: chosen, otherColumns },
  onChange,
}: {
  columns: readonly Column[];
  draft: Pick<Draft, "columns" | "otherColumns">;
  onChange: (next: Partial<Draft>) => void;
}) {
  const onlyNamed = otherColumns === "hidden";
  const usual: Shown = onlyNamed ? "hidden" : "visible";
  const set = (name: string, shown: Shown) => onChange({ columns: { ...chosen, [name]: shown } });
  const gone = Object.keys(chosen).filter((name) => !columns.some((column) => column.name === name));
  return (
    <Field
      label="Columns"
      group
      hint="A masked or hidden column cannot be filtered, sorted, grouped or aggregated. A mask is text, whatever the column holds."
    >
      <ul className="divide-y divide-line rounded-lg border">
        {columns.map(({ name, type }) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5">
            <span className="min-w-0 break-id font-mono text-sm">
              {name} <span className="text-xs text-subtle">{type}</span>
            </span>
            <Select
              label={`How ${name} is shown`}
              className="w-44"
              value={chosen[name] ?? usual}
              onValueChange={(shown: Shown) => set(name, shown)}
              options={choices}
            />
          </li>
        ))}
        {gone.map((name) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5">
            <span className="min-w-0 break-id font-mono text-sm text-danger">
              {name} <span className="text-xs">not in the source any more</span>
            </span>
            <Button
              size="sm"
              onClick={() =>
                onChange({ columns: Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== name)) })
              }
            >
              Take {name} out
            </Button>
          </li>
        ))}
      </ul>
      <Checkbox
        label="Hide every column that is not named here, also those that a later file brings"
        checked={onlyNamed}
        onCheckedChange={(on) =>
          onChange({
            otherColumns: on ? "hidden" : "visible",
            // What is on the screen stays as it is shown there.
            columns: on
              ? { ...Object.fromEntries(columns.map(({ name }) => [name, "visible" as const])), ...chosen }
              : chosen,
          })
        }
      />
    </Field>
  );
}
