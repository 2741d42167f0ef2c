"use client";

import type { ChartKind } from "#contract/dashboard.ts";
import { Field } from "#ui/field.tsx";
import { Segmented } from "#ui/segmented.tsx";

const kinds: readonly { value: ChartKind; label: string }[] = [
  { value: "line", label: "Line" },
  { value: "area", label: "Area" },
  { value: "bar", label: "Bars" },
  { value: "number", label: "Number" },
  { value: "table", label: "Table" },
];

/** How the answer is drawn. */
export function KindField({ kind, onChange }: { kind: ChartKind; onChange: (kind: ChartKind) => void }) {
  return (
    <Field label="Chart" group>
      <Segmented label="Chart" size="sm" options={kinds} value={kind} onValueChange={onChange} className="w-full" />
    </Field>
  );
}
