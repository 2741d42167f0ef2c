"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { type FormRefusal, refusalOf } from "#app/forms/show-problem.ts";
import type { Dashboard } from "#contract/dashboard.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { type Draft, mergeDashboards } from "./merge-dashboards.ts";
import { newChartId } from "./new-chart-id.ts";

/** Somebody else saved in the meantime: what both did, and the ways out. None of them loses anything unasked. */
export type Conflict = {
  theirs: Dashboard;
  base: Draft;
  mine: Draft;
  keepBoth: () => Promise<void>;
  keepAsCopy: () => Promise<void>;
  replaceTheirs: () => Promise<void>;
  takeTheirs: () => void;
  cancel: () => void;
};

type Editor = { draft: Draft; base: Draft; restart: (saved: Draft) => void; onDone: () => void };

/** Saves a draft over the version that it began with, and says so where that is not the present one any more. */
export function useSave(saved: Dashboard, { draft, base, restart, onDone }: Editor) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [version, setVersion] = useState(saved.version);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<FormRefusal | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const { id } = saved;

  async function finish(done: Dashboard, said: string) {
    setConflict(null);
    restart(toDraft(done));
    setVersion(done.version);
    queryClient.setQueryData(trpc.dashboards.get.queryKey({ id: done.id }), done);
    await queryClient.invalidateQueries(trpc.dashboards.data.pathFilter());
    await queryClient.invalidateQueries(trpc.dashboards.list.pathFilter());
    toast.success(said);
    onDone();
  }
  const put = (next: Draft, over: number | null) =>
    client.dashboards.update.mutate({ version: over, change: { id, ...next } });

  async function save() {
    setSaving(true);
    setRefusal(null);
    try {
      await finish(await put(draft, version), "Dashboard saved");
    } catch (error) {
      if (problemOf(error)?.code === "precondition_failed") await meet();
      else setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  /** Shows what both did. Whatever is chosen is saved over the version that was shown, so a third editor is met as well. */
  async function meet() {
    const theirs = await client.dashboards.get.query({ id });
    const over = async (next: Draft, said: string) => {
      try {
        await finish(await put(next, theirs.version), said);
      } catch (error) {
        if (problemOf(error)?.code !== "precondition_failed") throw error;
        await meet();
      }
    };
    setConflict({
      theirs,
      base,
      mine: draft,
      keepBoth: () => over(mergeDashboards(base, draft, toDraft(theirs), newChartId), "Both are saved"),
      replaceTheirs: () => over(draft, "Yours is saved"),
      keepAsCopy: async () => {
        const name = `${draft.name.slice(0, 72)} (yours)`;
        const copy = await client.dashboards.create.mutate({
          name,
          description: draft.description,
          project_id: theirs.project_id,
          charts: draft.charts.filter(({ query }) => query !== null),
          filters: draft.filters.slice(0, 8),
        });
        queryClient.setQueryData(trpc.dashboards.get.queryKey({ id }), theirs);
        restart(toDraft(theirs));
        setConflict(null);
        toast.success(`Saved as ${name}`);
        setTimeout(() => router.push(`/dashboards/${copy.id}`), 0);
        await queryClient.invalidateQueries(trpc.dashboards.list.pathFilter());
      },
      takeTheirs: () => {
        queryClient.setQueryData(trpc.dashboards.get.queryKey({ id }), theirs);
        void queryClient.invalidateQueries(trpc.dashboards.data.pathFilter());
        setVersion(theirs.version);
        restart(toDraft(theirs));
        setConflict(null);
      },
      cancel: () => setConflict(null),
    });
  }
  return { save, saving, refusal, conflict };
}

const toDraft = ({ name, description, charts, filters }: Dashboard): Draft => ({ name, description, charts, filters });
