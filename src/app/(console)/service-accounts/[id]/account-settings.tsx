"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { Role } from "#contract/role.ts";
import type { ServiceAccount } from "#contract/service-account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { AccountFields, type AccountValues } from "../account-fields.tsx";

/** Name, role and projects; its keys are bound by them from their next call on. */
export function AccountSettings({ of: account, myRole }: { of: ServiceAccount; myRole: Role }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const before: AccountValues = {
    name: account.name,
    role: account.role,
    project_ids: account.projects.map(({ id }) => id),
  };
  const [values, setValues] = useState(before);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const changed = JSON.stringify(values) !== JSON.stringify(before);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (saving) return;
    setSaving(true);
    setRefusal(null);
    try {
      await client.serviceAccounts.update.mutate({ id: account.id, ...values });
      toast.success("Service account changed");
      await queryClient.invalidateQueries(trpc.serviceAccounts.pathFilter());
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <AccountFields
        values={values}
        onChange={(change) => setValues({ ...values, ...change })}
        errors={{ name: values.name.trim() === "" ? "Give the service account a name." : undefined }}
        myRole={myRole}
      />
      <FormRefusal refusal={refusal} />
      <Button type="submit" loading={saving} disabled={!changed || values.name.trim() === ""} className="self-start">
        Save changes
      </Button>
    </form>
  );
}
