"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import type { FormRefusal as Refused } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { SignInInput } from "#contract/user.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import { signInWith } from "../sign-in-with.ts";

/** E-mail and password. What is wrong with them is not told apart. */
export function LoginForm({ returnTo }: { returnTo: string }) {
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(SignInInput), defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    const refused = await signInWith(given);
    // A full load: nothing of the page before signing in, and no answer it holds, is good any more.
    if (!refused) return void window.location.assign(returnTo);
    setRefusal(refused);
    form.setFocus("password", { shouldSelect: true });
  });

  return (
    // Sent before the page has woken up, a form without a method would put the password into the address.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={errors.email?.message} required>
        <Input type="email" autoComplete="username" autoCapitalize="none" autoFocus {...form.register("email")} />
      </Field>
      <Field label="Password" error={errors.password && "Enter your password."} required>
        <PasswordInput autoComplete="current-password" {...form.register("password")} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
        Sign in
      </Button>
    </form>
  );
}
