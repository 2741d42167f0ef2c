"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { AskForResetInput } from "#contract/account.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

/** Asks for a link by mail. What comes back does not say whether the address has an account. */
export function AskForm({ mailIsSetUp }: { mailIsSetUp: boolean }) {
  const client = useTRPCClient();
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(AskForResetInput), defaultValues: { email: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await client.account.askPasswordReset.mutate(given);
      setAskedFor(given.email);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  if (askedFor !== null)
    return (
      <div className="flex flex-col gap-4">
        <Callout tone="success" live title="Look into your mailbox">
          If <span className="break-id">{askedFor}</span> has an account here, a link is on its way. It is good once,
          for half an hour.
        </Callout>
        {!mailIsSetUp && <NoMail />}
        <Button onClick={() => setAskedFor(null)}>Ask for another address</Button>
      </div>
    );
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={errors.email?.message} required>
        <Input type="email" autoComplete="username" autoCapitalize="none" autoFocus {...form.register("email")} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
        Send the link
      </Button>
    </form>
  );
}

/** The link is written to the log then, as the README says. */
const NoMail = () => (
  <Callout tone="warning" title="This installation sends no mail">
    Ask whoever runs it: the link is in its log.
  </Callout>
);
