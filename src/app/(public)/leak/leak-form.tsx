"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { ReportLeakInput } from "#contract/leak.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Field } from "#ui/field.tsx";
import { Textarea } from "#ui/textarea.tsx";

const empty = { token: "" };

/** Takes one found secret. What is said afterwards is the same whether it opened anything or not. */
export function LeakForm() {
  const trpc = useTRPCClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [done, setDone] = useState(false);
  const form = useForm({ resolver: zodResolver(ReportLeakInput), defaultValues: empty });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    setDone(false);
    try {
      await trpc.leaks.report.mutate(given);
      form.reset(empty);
      setDone(true);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    // Sent before the page has woken up, a form without a method would put the secret into the address.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        label="What you found"
        error={errors.token?.message}
        hint="The whole of it, such as gk_live_ and what follows."
        required
      >
        <Textarea mono autoComplete="off" autoCapitalize="none" spellCheck={false} {...form.register("token")} />
      </Field>
      <FormRefusal refusal={refusal} />
      {done && (
        <Callout tone="success" live title="Thank you">
          If this was a secret of this installation, it opens nothing any more, and its owner knows.
        </Callout>
      )}
      <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full">
        End this secret
      </Button>
    </form>
  );
}
