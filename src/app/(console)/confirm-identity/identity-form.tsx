"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { type FormRefusal as Refused, refusalOf, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { getPasskey } from "#app/passkey/get-passkey.ts";
import { usePasskeySupport } from "#app/passkey/use-passkey-support.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

const noPasskey = { title: "No passkey was used", detail: "Try again, or enter your password." };

/** One's password, with a code where two-step sign-in is on, or one of one's passkeys. */
export function IdentityForm({ onConfirmed }: { onConfirmed: () => void }) {
  const client = useTRPCClient();
  const security = useQuery(useTRPC().account.security.queryOptions({}));
  const canUsePasskeys = usePasskeySupport();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [asking, setAsking] = useState(false);
  const asksForCode = Boolean(security.data?.second_factor);
  const Schema = z.object({
    password: z.string().min(1, "Enter your password.").max(256),
    code: asksForCode ? z.string().trim().min(1, "Enter a code of your authenticator app.").max(40) : z.literal(""),
  });
  const form = useForm({ resolver: zodResolver(Schema), defaultValues: { password: "", code: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ password, code }) => {
    setRefusal(null);
    try {
      await client.account.confirmIdentity.mutate({ password, ...(code && { code }) });
      onConfirmed();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  async function confirmByPasskey() {
    setRefusal(null);
    setAsking(true);
    try {
      const { options } = await client.account.beginPasskeyConfirmation.query({});
      const passkey = await getPasskey(options);
      if (!passkey) return setRefusal(noPasskey);
      await client.account.confirmIdentity.mutate({ passkey });
      onConfirmed();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setAsking(false);
    }
  }

  if (security.isError) return <QueryProblem query={security} bordered={false} />;
  if (!security.data) return <Skeleton className="h-32 rounded-md" />;
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Password" error={errors.password?.message} required>
        <PasswordInput autoComplete="current-password" autoFocus data-autofocus {...form.register("password")} />
      </Field>
      {asksForCode && (
        <Field label="Code" error={errors.code?.message} hint="Of your authenticator app, or a recovery code." required>
          <Input autoComplete="one-time-code" inputMode="text" mono {...form.register("code")} />
        </Field>
      )}
      <FormRefusal refusal={refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        {canUsePasskeys && security.data.passkeys.length > 0 && (
          <Button onClick={confirmByPasskey} loading={asking}>
            <KeyRound aria-hidden />
            Use a passkey
          </Button>
        )}
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Confirm
        </Button>
      </div>
    </form>
  );
}
