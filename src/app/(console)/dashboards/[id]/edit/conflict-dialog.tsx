"use client";

import { useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { type Changes, changesBetween } from "./merge-dashboards.ts";
import type { Conflict } from "./use-save.ts";

/** Two people changed one dashboard: what each of them did, and what to do about it. */
export function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const [running, setRunning] = useState<string>();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const { theirs, base, mine } = conflict;
  const run = (name: string, work: () => unknown) => async () => {
    setRunning(name);
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setRunning(undefined);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && conflict.cancel()}
      size="lg"
      title="Somebody else saved this dashboard"
      description={
        <>
          {theirs.updated_by.name} saved it <TimeAgo time={theirs.updated_at} />, after you began. Nothing of yours is
          lost yet.
        </>
      }
      footer={
        <>
          <Button onClick={conflict.cancel}>Go on editing</Button>
          <Button loading={running === "theirs"} onClick={run("theirs", conflict.takeTheirs)}>
            Discard mine
          </Button>
          <Button loading={running === "mine"} onClick={run("mine", conflict.replaceTheirs)}>
            Replace theirs
          </Button>
          <Button loading={running === "copy"} onClick={run("copy", conflict.keepAsCopy)}>
            Save mine as a copy
          </Button>
          <Button variant="primary" loading={running === "both"} onClick={run("both", conflict.keepBoth)}>
            Keep both
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <div className="grid gap-4 sm:grid-cols-2">
          <Side title="They" changes={changesBetween(base, theirs)} />
          <Side title="You" changes={changesBetween(base, mine)} />
        </div>
        <p className="text-muted">
          Keeping both takes every change of either; a chart that you both changed is then there twice.
        </p>
        <FormRefusal refusal={refusal} />
      </div>
    </Dialog>
  );
}

function Side({ title, changes }: { title: string; changes: Changes }) {
  const lines = [
    ...changes.added.map((chart) => `added ${chart.title}`),
    ...changes.changed.map((chart) => `changed ${chart.title}`),
    ...changes.removed.map((chart) => `removed ${chart.title}`),
    ...(changes.moved ? ["moved charts about"] : []),
    ...(changes.filters ? ["changed what readers may filter by"] : []),
    ...(changes.about ? ["changed name or description"] : []),
  ];
  return (
    <section aria-label={title} className="rounded-md border p-3">
      <h3 className="font-medium">{title}</h3>
      <ul className="mt-1 list-disc pl-4 text-muted">
        {lines.length === 0 ? <li>moved it to another project</li> : lines.map((line) => <li key={line}>{line}</li>)}
      </ul>
    </section>
  );
}
