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
import { TextLink } from "#ui/text-link.tsx";
import { CodeForm } from "../code-form.tsx";
import { keepLastMethod, useLastMethod } from "../last-method.ts";
import { signInWith } from "../sign-in-with.ts";
import { LastUsed } from "./last-used.tsx";
import { PasskeyButton } from "./passkey-button.tsx";

/** E-mail and password, then a code where one is asked for; or a passkey. What is wrong is not told apart. */
export function LoginForm({ returnTo, step }: { returnTo: string; step: "password" | "code" }) {
  const [asksForCode, setAsksForCode] = useState(step === "code");
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const lastMethod = useLastMethod();
  const form = useForm({ resolver: zodResolver(SignInInput), defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    const outcome = await signInWith({ by: "credentials", ...given });
    if (outcome.in) {
      keepLastMethod("password");
      // A full load: nothing of the page before signing in, and no answer it holds, is good any more.
      return void window.location.assign(returnTo);
    }
    if (outcome.next === "code") return setAsksForCode(true);
    setRefusal(outcome.refusal);
    form.setFocus("password", { shouldSelect: true });
  });

  if (asksForCode)
    return (
      <CodeForm
        returnTo={returnTo}
        onBack={() => {
          form.reset();
          setAsksForCode(false);
        }}
      />
    );
  return (
    <div className="flex flex-col gap-4">
      {/* Sent before the page has woken up, a form without a method would put the password into the address. */}
      <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field label="E-mail" error={errors.email?.message} required>
          <Input type="email" autoComplete="username" autoCapitalize="none" autoFocus {...form.register("email")} />
        </Field>
        <Field
          label="Password"
          error={errors.password && "Enter your password."}
          aside={<TextLink href="/reset">Forgotten?</TextLink>}
          required
        >
          <PasswordInput autoComplete="current-password" {...form.register("password")} />
        </Field>
        <FormRefusal refusal={refusal} />
        <LastUsed shown={lastMethod === "password"}>
          <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
            Sign in
          </Button>
        </LastUsed>
      </form>
      <div className="flex items-center gap-3 text-sm text-subtle" aria-hidden>
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
      <LastUsed shown={lastMethod === "passkey"}>
        <PasskeyButton returnTo={returnTo} />
      </LastUsed>
    </div>
  );
}
