"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { bytes, counted } from "../../parts/numbers.ts";
import { DetailsForm } from "./details-form.tsx";

/** Where the source comes from, and its end. */
export function SettingsTab({ source, canWrite, role }: { source: Source; canWrite: boolean; role: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const remove = useMutation(trpc.sources.delete.mutationOptions());

  async function confirm() {
    try {
      await remove.mutateAsync({ id: source.id });
    } catch (error) {
      throw new Error(refusalOf(error).detail);
    }
    toast.success(`${source.name} was deleted`);
    router.push("/sources");
    await queries.invalidateQueries({ queryKey: trpc.sources.list.pathKey() });
  }

  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card title="About">
        <KeyValueList
          items={[
            { term: "Source id", value: <Copyable value={source.id} label="Copy source id" /> },
            source.format === "postgres"
              ? { term: "From", value: source.file_name, hint: `${bytes(source.bytes)} of a PostgreSQL` }
              : {
                  term: "File",
                  value: source.file_name,
                  hint: `${bytes(source.bytes)} of ${source.format.toUpperCase()}`,
                },
            {
              term: "Added",
              value: (
                <>
                  <TimeAgo time={source.created_at} /> by {source.created_by.name}
                </>
              ),
            },
            {
              term: "Mode",
              value: <Badge tone={source.livemode ? "neutral" : "warning"}>{source.livemode ? "Live" : "Test"}</Badge>,
            },
          ]}
        />
      </Card>
      {canWrite && (
        <Card title="Name and description">
          <DetailsForm source={source} />
        </Card>
      )}
      <Card
        title="Delete source"
        tone="danger"
        description={`Its rows are gone at once, and every key that reads them is answered 404. This cannot be undone.`}
      >
        {canWrite ? (
          <ConfirmDialog
            trigger={<Button variant="danger-quiet">Delete source</Button>}
            title={`Delete ${source.name}?`}
            description={
              source.status === "ready"
                ? `${counted(source.row_count, "row")} are deleted for good.`
                : "Nothing of it can be read yet."
            }
            verb="Delete source"
            typeToConfirm={source.name}
            onConfirm={confirm}
          />
        ) : (
          <p className="text-sm text-muted">
            Deleting needs data:write, which the role {role} does not include. Ask an editor, admin or owner.
          </p>
        )}
      </Card>
    </div>
  );
}
