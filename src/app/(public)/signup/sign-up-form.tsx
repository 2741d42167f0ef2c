"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { SignUpInput } from "#contract/user.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import { CodeForm } from "../code-form.tsx";
import { keepLastMethod } from "../last-method.ts";
import { signInWith } from "../sign-in-with.ts";

/** Makes an account and signs in. An address that has one already is not told apart: only its password gets in. */
export function SignUpForm({ returnTo }: { returnTo: string }) {
  const trpc = useTRPCClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [asksForCode, setAsksForCode] = useState(false);
  const form = useForm({ resolver: zodResolver(SignUpInput), defaultValues: { name: "", email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await trpc.account.signUp.mutate(given);
    } catch (error) {
      setRefusal(showProblem(form, error));
      return;
    }
    const outcome = await signInWith({ by: "credentials", email: given.email, password: given.password });
    if (outcome.in) {
      keepLastMethod("password");
      return void window.location.assign(returnTo);
    }
    // The details of an account that is there already: it is entered as ever.
    if (outcome.next === "code") return setAsksForCode(true);
    setRefusal({
      title: "These details did not sign you in",
      detail: "If you have used this address here before, sign in with its password instead.",
    });
  });

  if (asksForCode) return <CodeForm returnTo={returnTo} onBack={() => setAsksForCode(false)} />;
  return (
    // Sent before the page has woken up, a form without a method would put the password into the address.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.name?.message} required>
        <Input autoComplete="name" autoFocus {...form.register("name")} />
      </Field>
      <Field label="E-mail" error={errors.email?.message} required>
        <Input type="email" autoComplete="username" autoCapitalize="none" {...form.register("email")} />
      </Field>
      <Field label="Password" error={errors.password?.message} hint="At least 8 characters." required>
        <PasswordInput autoComplete="new-password" {...form.register("password")} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
        Create account
      </Button>
    </form>
  );
}
