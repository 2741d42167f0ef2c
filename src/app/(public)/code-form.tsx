"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import type { FormRefusal as Refused } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { SecondFactorCode } from "#contract/account.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { keepLastMethod } from "./last-method.ts";
import { signInWith } from "./sign-in-with.ts";

const Schema = z.object({ code: SecondFactorCode });

/** The second step of signing in: a code of one's app, or a recovery code. */
export function CodeForm({ returnTo, onBack }: { returnTo: string; onBack: () => void }) {
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(Schema), defaultValues: { code: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ code }) => {
    setRefusal(null);
    const outcome = await signInWith({ by: "second-factor", code });
    if (outcome.in) {
      keepLastMethod("password");
      return void window.location.assign(returnTo);
    }
    if (outcome.next === null) setRefusal(outcome.refusal);
    form.setFocus("code", { shouldSelect: true });
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        label="Code"
        error={errors.code?.message}
        hint="The six digits that your authenticator app shows, or one of your recovery codes."
        required
      >
        <Input
          mono
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.register("code")}
        />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
        Go on
      </Button>
      <Button variant="ghost" onClick={onBack}>
        Begin again
      </Button>
    </form>
  );
}
