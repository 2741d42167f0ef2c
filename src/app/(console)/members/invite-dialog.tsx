"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { type CreatedInvitation, CreateInvitationInput } from "#contract/invitation.ts";
import { isAtLeast, type Role } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import { roleWords } from "./role-words.ts";

type Values = { email: string; role: Role };
const toInput = ({ email, role }: Values) => ({ role, email: email.trim() === "" ? null : email });

/** Asks whom to let in as what, then shows the link, once. */
export function InviteDialog({
  open,
  onClose,
  myRole,
  sendsMail,
}: {
  open: boolean;
  onClose: () => void;
  myRole: Role;
  sendsMail: boolean;
}) {
  const [made, setMade] = useState<CreatedInvitation | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  if (made) return <InvitationLink invitation={made} open={open} onClose={close} />;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title="Invite somebody"
      description="You get a link that works once, for seven days, and only while you may invite."
    >
      <InviteForm myRole={myRole} sendsMail={sendsMail} onMade={setMade} onCancel={close} />
    </Dialog>
  );
}

function InviteForm({
  myRole,
  sendsMail,
  onMade,
  onCancel,
}: {
  myRole: Role;
  sendsMail: boolean;
  onMade: (made: CreatedInvitation) => void;
  onCancel: () => void;
}) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({
    resolver: zodResolver<Values, ReturnType<typeof CreateInvitationInput.parse>>(CreateInvitationInput, toInput),
    defaultValues: { email: "", role: "viewer" as Role },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      const made = await client.invitations.create.mutate(given);
      await queryClient.invalidateQueries(trpc.invitations.pathFilter());
      onMade(made);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        label="E-mail"
        optional
        error={errors.email?.message}
        hint={
          sendsMail
            ? "They get the link by e-mail, and only this address may accept. Left empty: whoever has the link."
            : "Only this address may accept. Left empty: whoever has the link. This instance sends no e-mail, so pass the link on yourself."
        }
      >
        <Input type="email" autoComplete="off" autoCapitalize="none" autoFocus {...form.register("email")} />
      </Field>
      <Field group label="Role" error={errors.role?.message}>
        <RadioCards
          label="Role"
          columns={1}
          cards={roleWords.map(({ value, label, describes }) => ({
            value,
            title: label,
            description: describes,
            disabledReason: isAtLeast(myRole, value)
              ? undefined
              : `You are ${myRole}: nobody grants more than they are.`,
          }))}
          value={form.watch("role")}
          onValueChange={(role) => form.setValue("role", role, { shouldDirty: true })}
        />
      </Field>
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Make link
        </Button>
      </div>
    </form>
  );
}
