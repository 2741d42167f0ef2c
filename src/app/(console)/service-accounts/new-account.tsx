"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import type { Role } from "#contract/role.ts";
import { CreateServiceAccountInput } from "#contract/service-account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { AccountFields, type AccountValues } from "./account-fields.tsx";

/** Makes a service account, then leads to it, where its keys are made. */
export function NewAccount({ open, onClose, myRole }: { open: boolean; onClose: () => void; myRole: Role }) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="New service account"
      description="A member that is no person. Its keys outlive the people who make them."
    >
      <NewAccountForm myRole={myRole} onCancel={onClose} />
    </Dialog>
  );
}

function NewAccountForm({ myRole, onCancel }: { myRole: Role; onCancel: () => void }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm<AccountValues, unknown, ReturnType<typeof CreateServiceAccountInput.parse>>({
    resolver: zodResolver(CreateServiceAccountInput),
    defaultValues: { name: "", role: "viewer", project_ids: [] },
  });
  const { errors, isSubmitting } = form.formState;
  const values = form.watch();

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      const { id } = await client.serviceAccounts.create.mutate(given);
      router.push(`/service-accounts/${id}`);
      await queryClient.invalidateQueries(trpc.serviceAccounts.list.pathFilter());
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <AccountFields
        values={values}
        onChange={(change) => {
          for (const [name, value] of Object.entries(change))
            form.setValue(name as keyof AccountValues, value as never, { shouldDirty: true });
          form.clearErrors(Object.keys(change) as (keyof AccountValues)[]);
        }}
        errors={{
          name: errors.name?.message,
          role: errors.role?.message,
          project_ids: errors.project_ids?.message,
        }}
        myRole={myRole}
      />
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Make service account
        </Button>
      </div>
    </form>
  );
}
