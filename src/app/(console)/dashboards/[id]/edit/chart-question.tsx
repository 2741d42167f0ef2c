"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { ChartKind, ShownChart } from "#contract/dashboard.ts";
import type { Source } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { useSettled } from "../../../parts/use-settled.ts";
import { FilterBar } from "../../../sources/[id]/filter-bar.tsx";
import { ChartCard } from "../chart-card.tsx";
import { type ChartForm, firstForm, fromQuery, toQuery, wordsOf } from "./chart-form.ts";
import { GroupFields } from "./group-fields.tsx";
import { KindField } from "./kind-field.tsx";
import { MeasureFields } from "./measure-fields.tsx";
import { alike } from "./merge-dashboards.ts";
import { newChartId } from "./new-chart-id.ts";
import { OrderFields } from "./order-fields.tsx";
import { RowsFields } from "./rows-fields.tsx";
import { useChartAnswer } from "./use-chart-answer.ts";

/** What a chart asks of a source, with what it is answered beside it. */
export function ChartQuestion({
  title,
  source,
  start,
  id,
  width,
  chooser,
  onApply,
  onCancel,
}: {
  title: string;
  source: Source;
  /** What was asked of this source before; null: nothing yet. */
  start: ShownChart | null;
  id: string | undefined;
  width: ShownChart["width"];
  chooser: ReactNode;
  onApply: (chart: ShownChart) => void;
  onCancel: () => void;
}) {
  const formId = useId();
  const { columns } = source;
  const [first] = useState(() =>
    start?.query ? { kind: start.kind, form: fromQuery(start.query) } : firstForm(columns),
  );
  const [kind, setKind] = useState<ChartKind>(first.kind);
  const [form, setForm] = useState<ChartForm>(first.form);
  const [ownTitle, setOwnTitle] = useState(start?.title ?? "");
  const change = (next: Partial<ChartForm>) => setForm((now) => ({ ...now, ...next }));

  const words = wordsOf(kind, form, source.name);
  const chart: ShownChart = {
    id: id ?? "new",
    title: ownTitle.trim() || words,
    kind,
    width,
    source_id: source.id,
    query: toQuery(kind, form),
  };
  const [untouched] = useState(chart);
  const [leaving, setLeaving] = useState(false);
  const cancel = () => (alike(chart, untouched) ? onCancel() : setLeaving(true));
  // A pause in typing asks once; the kind and the title change nothing of what is asked.
  const settled = useSettled(JSON.stringify(chart.query), 300);
  const { answer, refreshing } = useChartAnswer({ ...chart, query: JSON.parse(settled) }, undefined, false);
  const rows = kind === "table" && form.rows;

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    onApply({ ...chart, id: id ?? newChartId() });
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && cancel()}
      size="lg"
      guarded
      title={title}
      footer={
        <>
          <Button onClick={cancel}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={answer?.problem?.code === "broken"}>
            {id === undefined ? "Add to dashboard" : "Apply"}
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <section aria-label="Preview" aria-live="polite" className="min-w-0 lg:sticky lg:top-0">
          <ol>
            <ChartCard chart={{ ...chart, width: "half" }} answer={answer} refreshing={refreshing} />
          </ol>
        </section>
        <form id={formId} method="post" onSubmit={submit} className="flex min-w-0 flex-col gap-5">
          {chooser}
          <Field label="Title" optional>
            <Input
              value={ownTitle}
              placeholder={words}
              maxLength={120}
              autoComplete="off"
              onChange={(event) => setOwnTitle(event.target.value)}
            />
          </Field>
          <KindField kind={kind} onChange={setKind} />
          {kind === "table" && <RowsFields columns={columns} form={form} onChange={change} />}
          {!rows && (
            <>
              <MeasureFields columns={columns} measures={form.measures} onChange={(measures) => change({ measures })} />
              {kind !== "number" && (
                <GroupFields
                  columns={columns}
                  groups={form.groups}
                  kind={kind}
                  onChange={(groups) => change({ groups })}
                />
              )}
            </>
          )}
          <Field label="Only rows where" group>
            <FilterBar columns={columns} filters={form.filters} onChange={(filters) => change({ filters })} />
          </Field>
          {kind !== "number" && <OrderFields columns={columns} form={form} rows={rows} onChange={change} />}
        </form>
      </div>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title="Discard what you changed on this chart?"
        description="The rest of the dashboard stays as you have it."
        verb="Discard chart changes"
        onConfirm={onCancel}
      />
    </Sheet>
  );
}
