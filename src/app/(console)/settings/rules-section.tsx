"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { toast } from "sonner";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { SettingsPatch } from "#contract/organization.ts";
import type { Settings } from "#contract/settings.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";
import { type RuleName, type RulesValues, toPatch, toValues } from "./rules-values.ts";

export type RulesProps = { settings: Settings; mayWrite: boolean };
export type RulesForm = UseFormReturn<RulesValues, unknown, SettingsPatch> & {
  set<Name extends RuleName>(name: Name, value: RulesValues[Name]): void;
};

/** Rules that are saved together, after their preview. Only what was touched is sent. */
export function RulesSection({
  title,
  description,
  names,
  settings,
  mayWrite,
  children,
  below,
}: RulesProps & {
  title: string;
  description: ReactNode;
  names: readonly RuleName[];
  children: (form: RulesForm) => ReactNode;
  below?: ReactNode;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<SettingsPatch | null>(null);
  const form = useForm<RulesValues, unknown, SettingsPatch>({
    values: toValues(settings),
    resolver: zodResolver(SettingsPatch, (values) => toPatch(values, toValues(settings), names)),
  });
  const { isDirty } = form.formState;
  const set: RulesForm["set"] = (name, value) => {
    form.setValue(name, value as never, { shouldDirty: true });
    form.clearErrors(name);
  };
  const saved = (after: Settings) => {
    queries.setQueryData(trpc.settings.get.queryKey({ id: settings.id }), after);
    form.reset(toValues(after));
    setAsked(null);
    toast.success("Rules saved", { description: "In effect from the next request on." });
  };

  return (
    <Card title={title} description={description}>
      <form onSubmit={form.handleSubmit(setAsked)} noValidate aria-label={title} className="flex flex-col gap-6">
        <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-6">
          <legend className="sr-only">{title}</legend>
          {children({ ...form, set })}
        </fieldset>
        {mayWrite && (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" disabled={!isDirty}>
              Preview changes
            </Button>
            {isDirty && (
              <Button variant="ghost" onClick={() => form.reset()}>
                Discard
              </Button>
            )}
          </div>
        )}
      </form>
      {below}
      {asked && (
        <PreviewDialog organizationId={settings.id} patch={asked} onSaved={saved} onClose={() => setAsked(null)} />
      )}
    </Card>
  );
}
