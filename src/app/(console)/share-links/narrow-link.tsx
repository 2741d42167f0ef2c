"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { type ShareLink, UpdateShareLinkInput } from "#contract/share-link.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { DatePicker } from "#ui/date-picker.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { endOfDay } from "../credentials/expiry-choice.ts";
import { viewsText } from "./link-words.ts";
import { useLinksChanged } from "./use-links-changed.ts";

const empty = { expires_at: "", max_views: "", passcode: "" };
const dayOf = (time: string | number) => new Date(time).toLocaleDateString("sv-SE");

/** Lets a link show less: an earlier end, fewer views, a passcode. It is never widened. */
export function NarrowLink({ of: link, onClose }: { of: ShareLink | null; onClose: () => void }) {
  return (
    <Dialog
      open={link !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Narrow the link to ${link?.resource.name ?? "this"}`}
      description="What you leave empty stays. To share for longer or with more people, make another link."
    >
      {link && <NarrowForm link={link} onClose={onClose} />}
    </Dialog>
  );
}

function NarrowForm({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const client = useTRPCClient();
  const changed = useLinksChanged();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({
    resolver: zodResolver(UpdateShareLinkInput, (values: typeof empty) => ({
      id: link.id,
      ...(values.expires_at !== "" && { expires_at: endOfDay(values.expires_at) }),
      ...(values.max_views.trim() !== "" && { max_views: Number(values.max_views) }),
      ...(values.passcode !== "" && { passcode: values.passcode }),
    })),
    defaultValues: empty,
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await client.shareLinks.update.mutate(given);
      await changed();
      toast.success("Link narrowed");
      onClose();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        label="Last day"
        optional
        error={errors.expires_at?.message}
        hint={`It ends on ${dayOf(link.expires_at)} at the latest.`}
      >
        <DatePicker
          label="Last day"
          value={form.watch("expires_at")}
          onValueChange={(day) => form.setValue("expires_at", day)}
          min={dayOf(Date.now())}
          max={dayOf(link.expires_at)}
          className="w-40"
        />
      </Field>
      <Field
        label="Most views"
        optional
        error={errors.max_views?.message}
        hint={link.max_views === null ? `${viewsText(link)} taken until now.` : `${viewsText(link)} are taken.`}
      >
        <Input {...form.register("max_views")} inputMode="numeric" className="max-w-40" />
      </Field>
      <Field
        label={link.has_passcode ? "New passcode" : "Passcode"}
        optional
        error={errors.passcode?.message}
        hint="Whoever has the link open is asked for it."
      >
        <Input {...form.register("passcode")} autoComplete="off" />
      </Field>
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Narrow link
        </Button>
      </div>
    </form>
  );
}
