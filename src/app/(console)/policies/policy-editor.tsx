"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { Policy } from "#contract/policy.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { ColumnsField } from "./columns-field.tsx";
import { ConditionBuilder } from "./condition-builder.tsx";
import { groupOf } from "./condition-draft.ts";
import { type Draft, draftOf, emptyDraft, rulesOf } from "./draft.ts";
import { PolicyPreview, Touched } from "./policy-preview.tsx";
import { SourceSelect } from "./source-select.tsx";
import { SubjectsField } from "./subjects-field.tsx";
import { useSuggested } from "./use-suggested.ts";

/** A policy as a form, with its effect beside it while it is being written. */
export function PolicyEditor({ policy, source }: { policy?: Policy; source?: Draft["source"] }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>(() => (policy ? draftOf(policy) : emptyDraft(source ?? null)));
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [saving, setSaving] = useState(false);
  const change = (next: Partial<Draft>) => setDraft((before) => ({ ...before, ...next }));
  const rules = rulesOf(draft);
  const found = useQuery(
    trpc.sources.get.queryOptions({ id: draft.source?.id ?? "" }, { enabled: draft.source !== null }),
  );
  const columns = draft.source ? found.data?.columns : undefined;
  const suggested = useSuggested(draft.subjects);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (!rules) return;
    setRefusal(null);
    setSaving(true);
    const { source_id: _, ...given } = rules;
    const words = { name: draft.name, description: draft.description.trim() || null };
    try {
      const saved = policy
        ? await client.policies.update.mutate({ id: policy.id, ...words, ...given })
        : await client.policies.create.mutate({ ...words, ...rules });
      await queryClient.invalidateQueries(trpc.policies.pathFilter());
      await queryClient.invalidateQueries(trpc.sources.pathFilter());
      toast.success(policy ? "Policy saved" : "Policy created", { description: "It binds from the next request on." });
      if (!policy) router.push(`/policies/${saved.id}`);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <form method="post" onSubmit={save} noValidate className="flex min-w-0 flex-col gap-5">
        <Field label="Name" required>
          <Input
            value={draft.name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label="Description" optional>
          <Input
            value={draft.description}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => change({ description: event.target.value })}
          />
        </Field>
        <Field label="Source" required>
          {policy ? (
            <Input value={policy.source.name} readOnly />
          ) : (
            <SourceSelect
              value={draft.source}
              onChoose={(chosen) =>
                change({ source: chosen, columns: {}, rows: groupOf(null), otherColumns: "visible" })
              }
            />
          )}
        </Field>
        <SubjectsField value={draft.subjects} onChange={(subjects) => change({ subjects })} />
        {columns ? (
          <>
            <Field
              label="Rows"
              group
              hint="An empty cell, or an attribute that the reader does not have, fits no comparison, and what fits none is left out."
            >
              <ConditionBuilder group={draft.rows} columns={columns} onChange={(rows) => change({ rows })} />
            </Field>
            <ColumnsField columns={columns} draft={draft} onChange={change} />
          </>
        ) : draft.source ? (
          <Skeleton className="h-40 w-full rounded-lg" />
        ) : null}
        <FormRefusal refusal={refusal} />
        <div className="flex flex-wrap justify-end gap-2">
          <LinkButton href="/policies">Cancel</LinkButton>
          <Button
            type="submit"
            variant="primary"
            loading={saving}
            disabled={rules === null || draft.name.trim() === ""}
          >
            {policy ? "Save policy" : "Create policy"}
          </Button>
        </div>
      </form>
      <div className="flex min-w-0 flex-col gap-6 lg:sticky lg:top-4">
        <PolicyPreview rules={rules} policyId={policy?.id} suggested={suggested} />
        <Touched rules={rules} />
      </div>
    </div>
  );
}
