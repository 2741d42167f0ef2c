"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { CreateShareLinkInput, type SharedType } from "#contract/share-link.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { ExpiryField, type ExpiryOffer } from "../credentials/expiry-field.tsx";
import { emptyLink, type LinkValues, toLinkFields } from "./link-form-values.ts";
import { LinksTo } from "./links-to.tsx";
import { type NewLink, NewLinkDialog } from "./new-link-dialog.tsx";
import { useLinksChanged } from "./use-links-changed.ts";

type Resource = { type: SharedType; id: string; name: string };

/** Makes a link to something, which is then shown once; below are those that there are. */
export function ShareDialog({
  resource,
  offer,
  onClose,
}: {
  resource: Resource;
  offer: ExpiryOffer;
  onClose: () => void;
}) {
  const [made, setMade] = useState<NewLink | null>(null);
  if (made) return <NewLinkDialog name={resource.name} made={made} onDone={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Share ${resource.name}`}
      description="Whoever has the link sees it without an account, and can change nothing. It shows what you see, as long as you see it."
    >
      <div className="flex flex-col gap-6">
        <ShareForm resource={resource} offer={offer} onMade={setMade} onCancel={onClose} />
        <LinksTo resource={resource} />
      </div>
    </Dialog>
  );
}

function ShareForm({
  resource,
  offer,
  onMade,
  onCancel,
}: {
  resource: Resource;
  offer: ExpiryOffer;
  onMade: (made: NewLink) => void;
  onCancel: () => void;
}) {
  const client = useTRPCClient();
  const changed = useLinksChanged();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({
    resolver: zodResolver(CreateShareLinkInput, (values: LinkValues) => ({
      resource_type: resource.type,
      resource_id: resource.id,
      ...toLinkFields(values),
    })),
    defaultValues: { ...emptyLink, expires_at: (offer.maxLifetimeDays ?? 7) < 7 ? "date" : "7" },
  });
  const { errors, isSubmitting } = form.formState;
  const values = form.watch();

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      const { url, share_token, has_passcode } = await client.shareLinks.create.mutate(given);
      onMade({ url: url ?? "", token: share_token ?? "", hasPasscode: has_passcode });
      await changed();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ExpiryField
        noun="link"
        offer={offer}
        choice={values.expires_at}
        date={values.expires_on}
        onChoice={(choice) => form.setValue("expires_at", choice)}
        onDate={(date) => form.setValue("expires_on", date)}
        error={errors.expires_at?.message}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Passcode"
          optional
          error={errors.passcode?.message}
          hint="Tell it to visitors by another way than the link."
        >
          <Input {...form.register("passcode")} autoComplete="off" maxLength={128} />
        </Field>
        <Field
          label="Most views"
          optional
          error={errors.max_views?.message}
          hint="A visit of an hour counts as one, and each request of a program."
        >
          <Input {...form.register("max_views")} inputMode="numeric" />
        </Field>
      </div>
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Create link
        </Button>
      </div>
    </form>
  );
}
