"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { asError } from "#app/forms/as-error.ts";
import type { Policy } from "#contract/policy.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { PolicyEditor } from "../policy-editor.tsx";

/** One policy: what it says, whom it touches, and its end. */
export function PolicyPage({ first }: { first: Policy }) {
  const trpc = useTRPC();
  const { data: policy = first } = useQuery(trpc.policies.get.queryOptions({ id: first.id }, { initialData: first }));
  const { attention } = policy;
  return (
    <>
      <PageHeader
        back={{ href: "/policies", label: "Policies" }}
        title={policy.name}
        badge={attention.length > 0 && <Badge tone="danger">Needs attention</Badge>}
        description={
          <span className="flex flex-wrap items-center gap-x-3 text-sm">
            <TextLink href={`/sources/${policy.source.id}`}>{policy.source.name}</TextLink>
            <span>
              Changed <TimeAgo time={policy.updated_at} />, made by {policy.created_by.name}
            </span>
            <Copyable value={policy.id} label="Copy policy id" />
          </span>
        }
        actions={<DeletePolicy policy={policy} />}
      />
      {attention.length > 0 && (
        <Callout tone="danger" title="This policy no longer fits its source" className="mb-6">
          Until it does, nobody whom it binds reads anything of the source.
          <ul className="mt-1 list-inside list-disc">
            {attention.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Callout>
      )}
      <PolicyEditor key={policy.version} policy={policy} />
    </>
  );
}

function DeletePolicy({ policy }: { policy: Policy }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const remove = async () => {
    try {
      await client.policies.delete.mutate({ id: policy.id });
    } catch (error) {
      throw asError(error);
    }
    router.push("/policies");
    await queryClient.invalidateQueries(trpc.policies.list.pathFilter());
  };
  return (
    <ConfirmDialog
      trigger={
        <Button>
          <Trash2 aria-hidden />
          Delete policy
        </Button>
      }
      title={`Delete ${policy.name}?`}
      description="Whom it binds sees again what other policies and their role leave, from the next request on."
      verb="Delete policy"
      onConfirm={remove}
    />
  );
}
