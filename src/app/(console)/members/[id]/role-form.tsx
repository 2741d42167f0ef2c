"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { Member } from "#contract/member.ts";
import { isAtLeast, type Role } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import { roleWords } from "../role-words.ts";

/** Gives a member another role; what they do from the next request on is bound by it. */
export function RoleForm({ of: member, myRole }: { of: Member; myRole: Role }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [role, setRole] = useState(member.role);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (saving) return;
    setSaving(true);
    setRefusal(null);
    try {
      await client.members.changeRole.mutate({ id: member.id, role });
      toast.success(`${member.name} is ${role} now`);
      await queryClient.invalidateQueries(trpc.members.pathFilter());
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <RadioCards
        label="Role"
        columns={2}
        cards={roleWords.map(({ value, label, describes }) => ({
          value,
          title: label,
          description: describes,
          disabledReason: isAtLeast(myRole, value) ? undefined : "Only an owner makes owners.",
        }))}
        value={role}
        onValueChange={setRole}
      />
      <FormRefusal refusal={refusal} />
      <Button type="submit" loading={saving} disabled={role === member.role} className="self-start">
        Change role
      </Button>
    </form>
  );
}
