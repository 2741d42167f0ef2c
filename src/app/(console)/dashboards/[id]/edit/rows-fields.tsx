"use client";

import type { Column } from "#contract/source.ts";
import { Field } from "#ui/field.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { FieldsChooser } from "../../../sources/[id]/fields-chooser.tsx";
import { parseFields, quoteName } from "../../../sources/[id]/names.ts";
import type { ChartForm } from "./chart-form.ts";

/** Whether a table shows groups or rows as they are, and which of their columns. */
export function RowsFields({
  columns,
  form,
  onChange,
}: {
  columns: readonly Column[];
  form: ChartForm;
  onChange: (next: Partial<ChartForm>) => void;
}) {
  return (
    <Field label="Shows" group>
      <div className="flex flex-wrap gap-2">
        <Segmented
          label="Shows"
          size="sm"
          options={[
            { value: "groups", label: "Groups" },
            { value: "rows", label: "Rows as they are" },
          ]}
          value={form.rows ? "rows" : "groups"}
          onValueChange={(shows) =>
            onChange({
              rows: shows === "rows",
              sort: [],
              ...(shows === "groups" &&
                form.measures.length === 0 && { measures: [{ fn: "count", column: null, label: "" }] }),
            })
          }
        />
        {form.rows && (
          <FieldsChooser
            columns={columns}
            fields={form.columns.map(quoteName).join(",")}
            onChange={(fields) => onChange({ columns: parseFields(fields) })}
          />
        )}
      </div>
    </Field>
  );
}
