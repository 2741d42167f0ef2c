"use client";

import type { Scope } from "#contract/scope.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Field } from "#ui/field.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { useSearchedList } from "../../parts/use-searched-list.tsx";
import { ME, type OfferedOwner } from "./key-form-values.ts";
import { offeredOwner } from "./offered-owner.ts";

/** Whose key it is: one's own (null), or one that outlives one's stay. `grantable`: what the reader may grant. */
export function OwnerField({
  grantable,
  value,
  onChange,
}: {
  grantable: readonly Scope[];
  value: OfferedOwner | null;
  onChange: (owner: OfferedOwner | null) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.serviceAccounts.list.queryKey(input),
    (input) => client.serviceAccounts.list.query(input),
  );
  const accounts = (rows ?? []).filter(({ status }) => status === "active");
  const me = search.query === "" ? [{ value: ME, label: "Me" }] : [];
  return (
    <Field
      label="Owner"
      hint="A key never does more than its owner may right now. A service account stays when people leave."
      className="max-w-md"
    >
      <SearchSelect
        {...search}
        searchLabel="Find a service account"
        value={value?.id ?? ME}
        chosen={value?.name ?? "Me"}
        onValueChange={(id) => {
          const account = accounts.find((each) => each.id === id);
          onChange(account ? offeredOwner(account, grantable) : null);
        }}
        options={[
          ...me,
          ...accounts.map(({ id, name, role }) => ({
            value: id,
            label: name,
            description: `Service account, ${role}`,
          })),
        ]}
      />
    </Field>
  );
}
