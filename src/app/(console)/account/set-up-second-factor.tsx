"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { EnableSecondFactorInput } from "#contract/account.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { QrCode } from "./qr-code.tsx";

type Offer = { secret: string; uri: string; setup: string };
const Schema = z.object({ code: EnableSecondFactorInput.shape.code });

/** Hands a secret to an authenticator app, and takes a first code as a proof that it is there. */
export function SetUpSecondFactor({ onEnabled }: { onEnabled: (recoveryCodes: readonly string[]) => void }) {
  const client = useTRPCClient();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);

  async function begin() {
    setRefusal(null);
    setAsking(true);
    try {
      setOffer(await client.account.setUpSecondFactor.query({}));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setAsking(false);
    }
  }
  return (
    <div className="flex flex-col items-start gap-4">
      <Button onClick={begin} loading={asking}>
        Set up an authenticator app
      </Button>
      <FormRefusal refusal={refusal} className="self-stretch" />
      <Dialog
        open={offer !== null}
        onOpenChange={(open) => !open && setOffer(null)}
        title="Set up an authenticator app"
        description="Any app for one-time codes will do: the one of your phone, your password manager, or another."
      >
        {offer && (
          <FirstCode
            offer={offer}
            onEnabled={(codes) => {
              setOffer(null);
              onEnabled(codes);
            }}
          />
        )}
      </Dialog>
    </div>
  );
}

function FirstCode({ offer, onEnabled }: { offer: Offer; onEnabled: (recoveryCodes: readonly string[]) => void }) {
  const client = useTRPCClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(Schema), defaultValues: { code: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ code }) => {
    setRefusal(null);
    try {
      const { recovery_codes } = await client.account.enableSecondFactor.mutate({ setup: offer.setup, code });
      onEnabled(recovery_codes);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-5">
      <div className="flex flex-col gap-4 sm:flex-row sm:items-center">
        <QrCode text={offer.uri} label="QR code for your authenticator app" />
        <div className="min-w-0 flex-1 text-sm">
          <p>Scan this with your app.</p>
          <p className="mt-2 mb-1 text-muted">Or enter this secret by hand:</p>
          <Copyable value={offer.secret} label="secret" />
        </div>
      </div>
      <Field label="First code" error={errors.code?.message} hint="The six digits that the app shows now." required>
        <Input
          mono
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          data-autofocus
          {...form.register("code")}
        />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" loading={isSubmitting} className="self-end">
        Turn on
      </Button>
    </form>
  );
}
