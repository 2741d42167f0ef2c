"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { isAtLeast, type Role } from "#contract/role.ts";
import { ServiceAccountRole } from "#contract/service-account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import { roleWords } from "../members/role-words.ts";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";

export type AccountValues = { name: string; role: ServiceAccountRole; project_ids: string[] };
type Errors = Partial<Record<keyof AccountValues, string | undefined>>;

/** Name, role and projects of a service account. Projects of the other mode are not offered here, and stay. */
export function AccountFields({
  values,
  onChange,
  errors,
  myRole,
}: {
  values: AccountValues;
  onChange: (change: Partial<AccountValues>) => void;
  errors: Errors;
  myRole: Role;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { limit: 50 };
  const projects = useInfiniteQuery(
    pagesOptions(trpc.projects.list.queryKey(input), (cursor) => client.projects.list.query({ ...input, cursor })),
  );
  const offered = projects.data?.pages.flatMap((page) => page.data).filter(({ is_default }) => !is_default) ?? [];
  const toggle = (id: string, on: boolean) =>
    onChange({ project_ids: on ? [...values.project_ids, id] : values.project_ids.filter((each) => each !== id) });
  return (
    <>
      <Field label="Name" error={errors.name} hint="What it works for, so that others know it again." required>
        <Input
          value={values.name}
          onChange={(event) => onChange({ name: event.target.value })}
          autoComplete="off"
          maxLength={80}
          placeholder="Nightly export"
          className="max-w-md"
        />
      </Field>
      <Field group label="Role" error={errors.role}>
        <RadioCards
          label="Role"
          columns={1}
          cards={roleWords
            .filter(({ value }) => ServiceAccountRole.safeParse(value).success)
            .map(({ value, label, describes }) => ({
              value: value as ServiceAccountRole,
              title: label,
              description: describes,
              disabledReason: isAtLeast(myRole, value) ? undefined : `You are ${myRole}.`,
            }))}
          value={values.role}
          onValueChange={(role) => onChange({ role })}
        />
      </Field>
      {values.role !== "admin" && offered.length > 0 && (
        <Field group label="Projects" error={errors.project_ids} hint="It is in the default project anyway.">
          <div className="flex flex-col gap-2">
            {offered.map(({ id, name }) => (
              <Checkbox
                key={id}
                label={name}
                checked={values.project_ids.includes(id)}
                onCheckedChange={(on) => toggle(id, on)}
              />
            ))}
            <LoadMore list={projects} />
          </div>
        </Field>
      )}
    </>
  );
}
