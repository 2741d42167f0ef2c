"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartColumn, Plus } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type Dashboard, MOST_CHARTS, type ShownChart } from "#contract/dashboard.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { useLeaveGuard } from "../../../leaving/use-leave-guard.ts";
import { ChartGrid } from "../chart-card.tsx";
import { ChartEditor } from "./chart-editor.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { EditableChart } from "./editable-chart.tsx";
import { EditorBar } from "./editor-bar.tsx";
import { alike } from "./merge-dashboards.ts";
import { newChartId } from "./new-chart-id.ts";
import { OfferedFilters } from "./offered-filters.tsx";
import { useDraft } from "./use-draft.ts";
import { useSave } from "./use-save.ts";

/** A dashboard being changed: nothing is saved before it is said, and every step can be taken back. */
export function DashboardEditor({ saved, onDone }: { saved: Dashboard; onDone: () => void }) {
  const trpc = useTRPC();
  const { name, description, charts, filters } = saved;
  const { draft, base, change, undo, redo, restart, dirty } = useDraft({ name, description, charts, filters });
  const [editing, setEditing] = useState<ShownChart | "new" | null>(null);
  const save = useSave(saved, { draft, base, restart, onDone });
  const guard = useLeaveGuard(dirty);
  const read = useQuery(trpc.dashboards.data.queryOptions({ id: saved.id }, { staleTime: 60_000 }));
  const answers = new Map(read.data?.charts.map((chart) => [chart.id, chart]));
  const full = draft.charts.length >= MOST_CHARTS;

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const inField = event.target instanceof HTMLElement && event.target.matches("input, textarea, [role=dialog] *");
    if (inField || !(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    (event.shiftKey ? redo : undo)?.();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const setCharts = (next: (charts: ShownChart[]) => ShownChart[]) =>
    change((now) => ({ ...now, charts: next(now.charts) }));
  const put = (chart: ShownChart) =>
    setCharts((now) =>
      now.some(({ id }) => id === chart.id)
        ? now.map((each) => (each.id === chart.id ? chart : each))
        : [...now, chart],
    );
  const move = (from: number, by: -1 | 1) =>
    setCharts((now) => {
      const next = [...now];
      const [chart] = next.splice(from, 1);
      if (chart) next.splice(from + by, 0, chart);
      return next;
    });
  function remove({ id, title }: ShownChart) {
    const place = draft.charts.findIndex((each) => each.id === id);
    const gone = draft.charts[place];
    setCharts((now) => now.filter((each) => each.id !== id));
    toast(`${title} was removed`, {
      action: {
        label: "Undo",
        onClick: () =>
          gone && setCharts((now) => (now.some((each) => each.id === id) ? now : now.toSpliced(place, 0, gone))),
      },
    });
  }

  return (
    <>
      <EditorBar
        name={saved.name}
        dirty={dirty}
        undo={undo}
        redo={redo}
        onAdd={full ? undefined : () => setEditing("new")}
        saving={save.saving}
        onSave={() => void save.save()}
        onClose={() => {
          restart(base);
          onDone();
        }}
      />
      <FormRefusal refusal={save.refusal} className="mb-4" />
      <div className="mb-6 grid gap-4 md:grid-cols-2">
        <Field label="Name" required>
          <Input
            value={draft.name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => change((now) => ({ ...now, name: event.target.value }))}
          />
        </Field>
        <Field label="Description" optional>
          <Input
            value={draft.description ?? ""}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => change((now) => ({ ...now, description: event.target.value || null }))}
          />
        </Field>
      </div>
      {draft.charts.length > 0 && (
        <div className="mb-6">
          <OfferedFilters
            charts={draft.charts}
            filters={draft.filters}
            onChange={(filters) => change((now) => ({ ...now, filters }))}
          />
        </div>
      )}
      {draft.charts.length === 0 ? (
        <EmptyState
          icon={<ChartColumn />}
          title="Ask a first question"
          description="Choose a source, what to count or measure, and along what. You see the chart while you do."
          action={
            <Button onClick={() => setEditing("new")}>
              <Plus aria-hidden />
              Add chart
            </Button>
          }
        />
      ) : (
        <ChartGrid>
          {draft.charts.map((chart, place) => {
            const was = base.charts.find(({ id }) => id === chart.id);
            return (
              <EditableChart
                key={chart.id}
                chart={chart}
                saved={answers.get(chart.id)}
                isSaved={was !== undefined && was.source_id === chart.source_id && alike(was.query, chart.query)}
                place={place}
                of={draft.charts.length}
                onEdit={() => setEditing(chart)}
                onMove={(by) => move(place, by)}
                onResize={() => put({ ...chart, width: chart.width === "half" ? "full" : "half" })}
                onDuplicate={() =>
                  full
                    ? toast.error(`A dashboard holds at most ${MOST_CHARTS} charts.`)
                    : setCharts((now) => now.toSpliced(place + 1, 0, { ...chart, id: newChartId() }))
                }
                onDelete={() => remove(chart)}
              />
            );
          })}
        </ChartGrid>
      )}
      {full && <p className="mt-3 text-sm text-muted">A dashboard holds at most {MOST_CHARTS} charts.</p>}
      {editing && (
        <ChartEditor
          start={editing === "new" ? null : editing}
          projectId={saved.project_id}
          onCancel={() => setEditing(null)}
          onApply={(chart) => {
            put(chart);
            setEditing(null);
          }}
        />
      )}
      {save.conflict && <ConflictDialog conflict={save.conflict} />}
      <ConfirmDialog
        open={guard.waiting !== null}
        onOpenChange={(open) => !open && guard.stay()}
        title="Leave without saving?"
        description="What you changed on this dashboard is not saved yet."
        verb="Leave without saving"
        onConfirm={() => {
          const go = guard.waiting;
          restart(base);
          guard.stay();
          // The guard is taken down by the next drawing.
          setTimeout(() => go?.(), 0);
        }}
      />
    </>
  );
}
