"use client";

import { type FormEvent, useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { ChangeEmailInput } from "#contract/account.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

/** Asks for another address; a link that is sent there makes it the one. */
export function ChangeEmail({ mailIsSetUp }: { mailIsSetUp: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Change e-mail</Button>}
      title="Change your e-mail"
      description="We send a link to the new address. Nothing changes before you open it."
    >
      <NewAddress mailIsSetUp={mailIsSetUp} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function NewAddress({ mailIsSetUp, onDone }: { mailIsSetUp: boolean; onDone: () => void }) {
  const client = useTRPCClient();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(ChangeEmailInput), defaultValues: { email: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      setSentTo((await client.account.askEmailChange.mutate(given)).sent_to);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  /** The dialog stands inside the form of the profile, as far as React's events go. */
  function submitHere(event: FormEvent) {
    event.stopPropagation();
    void submit(event);
  }

  if (sentTo !== null)
    return (
      <div className="flex flex-col gap-4">
        <Callout tone="success" live title="Look into the new mailbox">
          A link is on its way to <span className="break-id">{sentTo}</span>. It is good once, for an hour.
          {!mailIsSetUp && " This installation sends no mail: whoever runs it finds the link in its log."}
        </Callout>
        <Button onClick={onDone} className="self-end">
          Done
        </Button>
      </div>
    );
  return (
    <form method="post" onSubmit={submitHere} noValidate className="flex flex-col gap-4">
      <Field label="New e-mail" error={errors.email?.message} required>
        <Input type="email" autoComplete="email" autoCapitalize="none" data-autofocus {...form.register("email")} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" loading={isSubmitting} className="self-end">
        Send the link
      </Button>
    </form>
  );
}
