"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { Password } from "#contract/user.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Field } from "#ui/field.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import { useLinkToken } from "../../use-link-token.ts";

const Schema = z.object({ password: Password });

/** Takes a new password for the link that was sent. */
export function NewPasswordForm() {
  const client = useTRPCClient();
  const token = useLinkToken();
  const [isSet, setIsSet] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(Schema), defaultValues: { password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ password }) => {
    setRefusal(null);
    try {
      await client.account.resetPassword.mutate({ token: token ?? "", password });
      setIsSet(true);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  if (isSet)
    return (
      <div className="flex flex-col gap-4">
        <Callout tone="success" live title="Your password is changed">
          You are signed out everywhere. Sign in with the new one.
        </Callout>
        <LinkButton variant="primary" size="lg" href="/login">
          Sign in
        </LinkButton>
      </div>
    );
  if (token === null)
    return (
      <Callout tone="warning" title="This link is not whole">
        Open it from the mail again, or copy all of it into the address bar.
      </Callout>
    );
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="New password" error={errors.password?.message} hint="At least 8 characters." required>
        <PasswordInput autoComplete="new-password" autoFocus {...form.register("password")} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
        Set new password
      </Button>
    </form>
  );
}
