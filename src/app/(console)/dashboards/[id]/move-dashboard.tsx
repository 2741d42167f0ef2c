"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { Dashboard } from "#contract/dashboard.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { ProjectSelect } from "../../parts/project-select.tsx";

/** Puts a dashboard into another project, whose members are others. */
export function MoveDashboard({
  dashboard,
  open,
  onOpenChange,
}: {
  dashboard: Dashboard;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [to, setTo] = useState<string>();
  const [moving, setMoving] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);

  async function move() {
    if (!to) return;
    setMoving(true);
    setRefusal(null);
    try {
      await client.dashboards.update.mutate({
        version: dashboard.version,
        change: { id: dashboard.id, project_id: to },
      });
      await queryClient.invalidateQueries(trpc.dashboards.pathFilter());
      toast.success("Dashboard moved");
      onOpenChange(false);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setMoving(false);
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Move ${dashboard.name}`}
      description="Who is in the other project will see it, each with their own access to its sources. Who is only in this one will not."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" onClick={() => void move()} loading={moving} disabled={!to}>
            Move dashboard
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Project">
          <ProjectSelect without={dashboard.project_id} onChange={setTo} />
        </Field>
        <FormRefusal refusal={refusal} />
      </div>
    </Dialog>
  );
}
