"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { SettingsPatch } from "#contract/organization.ts";
import type { Settings, SettingsPreview } from "#contract/settings.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { AffectedList } from "./affected-list.tsx";

/** Which keys and people the rules would hit at this moment; only from here they are saved. */
export function PreviewDialog({
  organizationId,
  patch,
  onSaved,
  onClose,
}: {
  organizationId: string;
  patch: SettingsPatch;
  onSaved: (after: Settings) => void;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { id: organizationId, ...patch };
  const preview = useQuery(trpc.settings.preview.queryOptions(input, { gcTime: 0, staleTime: 0 }));
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);

  const save = async () => {
    setSaving(true);
    setRefusal(null);
    try {
      onSaved(await client.settings.update.mutate(input));
    } catch (error) {
      setRefusal(refusalOf(error));
      setSaving(false);
    }
  };
  const total = preview.data ? hits(preview.data) : 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title="What these rules change"
      description="Worked out from what is in use at this moment."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={total > 0 ? "danger" : "primary"}
            loading={saving}
            disabled={!preview.data}
            onClick={() => void save()}
          >
            {total > 0 ? "Save and break these" : "Save rules"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {preview.isError ? (
          <QueryProblem query={preview} bordered={false} />
        ) : !preview.data ? (
          <Skeleton className="h-24" />
        ) : total === 0 ? (
          <Callout tone="success" live title="Nothing breaks">
            Every key, token and sign-in that works now goes on as before.
          </Callout>
        ) : (
          <AffectedList preview={preview.data} total={total} />
        )}
        <FormRefusal refusal={refusal} />
      </div>
    </Dialog>
  );
}

const hits = ({ counts }: SettingsPreview) => Object.values(counts).reduce((sum, count) => sum + count, 0);
