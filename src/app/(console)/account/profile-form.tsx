"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { PersonName } from "#contract/user.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { ChangeEmail } from "./change-email.tsx";

const Profile = z.object({ name: PersonName });

/** One's name as others see it. The address is what one signs in with. */
export function ProfileForm({ name, email, mailIsSetUp }: { name: string; email: string; mailIsSetUp: boolean }) {
  const trpc = useTRPCClient();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(Profile), values: { name } });
  const { errors, isSubmitting, isDirty } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await trpc.account.rename.mutate(given);
      toast.success("Name changed");
      router.refresh();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="name" maxLength={80} />
      </Field>
      <Field label="E-mail" hint="You sign in with it.">
        <Input value={email} readOnly autoComplete="username" className="bg-surface text-muted dark:bg-sunken" />
      </Field>
      <FormRefusal refusal={refusal} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" loading={isSubmitting} disabled={!isDirty}>
          Save name
        </Button>
        <ChangeEmail mailIsSetUp={mailIsSetUp} />
      </div>
    </form>
  );
}
