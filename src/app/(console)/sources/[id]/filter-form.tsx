"use client";

import { type FormEvent, useState } from "react";
import type { Column, FilterOp } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import { opsOfType, opWords, placeholders } from "./filter-words.ts";
import type { FilterPart } from "./names.ts";

/** Column, comparison, value. Whether the value fits the column the server says. */
export function FilterForm({
  columns,
  start,
  verb,
  onSubmit,
}: {
  columns: readonly Column[];
  start?: FilterPart;
  verb: string;
  onSubmit: (part: FilterPart) => void;
}) {
  const [name, setName] = useState(start?.column ?? columns[0]?.name ?? "");
  const [wished, setOp] = useState<FilterOp>(start?.op ?? "eq");
  const [value, setValue] = useState(start?.value ?? "");
  const type = columns.find((column) => column.name === name)?.type ?? "text";
  const ops = opsOfType[type];
  const op = ops.includes(wished) ? wished : ops[0]!;
  const yesNo = op === "is_null" || (type === "boolean" && op !== "in");
  const asked = yesNo && value !== "false" ? "true" : value;
  // An empty text is a value of its own; an empty number is none.
  const lacksValue = !yesNo && value.trim() === "" && type !== "text";

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!lacksValue) onSubmit({ column: name, op, value: asked });
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label="Column">
        <Select
          value={name}
          onValueChange={setName}
          options={columns.map((column) => ({ value: column.name, label: column.name, description: column.type }))}
        />
      </Field>
      <Field label="Comparison">
        <Select
          value={op}
          onValueChange={setOp}
          options={ops.map((each) => ({ value: each, label: opWords[each].label, description: each }))}
        />
      </Field>
      <Field label="Value" hint={opWords[op].hint}>
        {yesNo ? (
          <Select
            value={asked}
            onValueChange={setValue}
            options={
              op === "is_null"
                ? [
                    { value: "true", label: "Yes, without a value" },
                    { value: "false", label: "No, with a value" },
                  ]
                : [
                    { value: "true", label: "true" },
                    { value: "false", label: "false" },
                  ]
            }
          />
        ) : (
          <Input
            mono
            value={value}
            onChange={(event) => setValue(event.target.value)}
            placeholder={op === "in" ? "" : placeholders[type]}
            autoComplete="off"
            spellCheck={false}
            maxLength={1500}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={lacksValue}>
        {verb}
      </Button>
    </form>
  );
}
