"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { Password } from "#contract/user.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { PasswordInput } from "#ui/password-input.tsx";

const Change = z.object({
  current_password: z.string().min(1, "Enter your present password.").max(256),
  password: Password,
});
const empty = { current_password: "", password: "" };

/** Takes the present password for a new one. */
export function PasswordForm({ email }: { email: string }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(Change), defaultValues: empty });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      const { ended_sessions } = await client.account.changePassword.mutate(given);
      form.reset(empty);
      toast.success("Password changed", {
        description:
          ended_sessions > 0
            ? `Signed out in ${ended_sessions} other ${ended_sessions === 1 ? "place" : "places"}.`
            : undefined,
      });
      await queryClient.invalidateQueries(trpc.account.sessions.queryFilter());
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    // Sent before the page has woken up, a form without a method would put the password into the address.
    <form method="post" onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field label="Present password" error={errors.current_password?.message} required>
        <PasswordInput {...form.register("current_password")} autoComplete="current-password" />
      </Field>
      <Field label="New password" error={errors.password?.message} hint="At least 8 characters." required>
        <PasswordInput {...form.register("password")} autoComplete="new-password" />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" loading={isSubmitting} className="self-start">
        Change password
      </Button>
    </form>
  );
}
