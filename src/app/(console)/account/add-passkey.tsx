"use client";

import { startRegistration } from "@simplewebauthn/browser";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { usePasskeySupport } from "#app/passkey/use-passkey-support.ts";
import { PasskeyAttestation, PasskeyName } from "#contract/account.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { deviceOf } from "./device-of.ts";

const Schema = z.object({ name: PasskeyName });
const notMade = {
  title: "No passkey was made",
  detail: "It was dismissed, or took too long. Try again when you are ready.",
};
const madeBefore = {
  title: "This device has one already",
  detail: "It holds a passkey for your account. Remove that one first if you want another.",
};

/** Lets the browser make a passkey and gives it a name. */
export function AddPasskey({ onAdded }: { onAdded: () => Promise<void> }) {
  const isSupported = usePasskeySupport();
  const [open, setOpen] = useState(false);
  if (!isSupported) return <span className="text-sm text-muted">This browser does not know passkeys.</span>;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Add passkey</Button>}
      title="Add a passkey"
      description="Your browser asks where to keep it: on this device, in your password manager, or on a security key."
    >
      <NewPasskey
        onAdded={async () => {
          setOpen(false);
          await onAdded();
        }}
      />
    </Dialog>
  );
}

function NewPasskey({ onAdded }: { onAdded: () => Promise<void> }) {
  const client = useTRPCClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({
    resolver: zodResolver(Schema),
    defaultValues: { name: deviceOf(window.navigator.userAgent) },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ name }) => {
    setRefusal(null);
    try {
      const { options } = await client.account.beginPasskey.query({});
      const credential = await makePasskey(options);
      if ("title" in credential) return setRefusal(credential);
      await client.account.addPasskey.mutate({ name, credential });
      toast.success("Passkey added");
      await onAdded();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.name?.message} hint="By which you tell it from your others." required>
        <Input maxLength={60} data-autofocus {...form.register("name")} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" loading={isSubmitting} className="self-end">
        Go on
      </Button>
    </form>
  );
}

/** What the browser made, or why it made none. */
async function makePasskey(options: unknown): Promise<z.infer<typeof PasskeyAttestation> | Refused> {
  try {
    const optionsJSON = options as Parameters<typeof startRegistration>[0]["optionsJSON"];
    return PasskeyAttestation.parse(await startRegistration({ optionsJSON }));
  } catch (error) {
    if (error instanceof Error && error.name === "InvalidStateError") return madeBefore;
    if (error instanceof z.ZodError) throw error;
    return notMade;
  }
}
