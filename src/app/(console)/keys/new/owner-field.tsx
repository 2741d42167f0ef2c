"use client";

import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import { ME, type OfferedOwner } from "./key-form-values.ts";

/** Whose key it is: one's own, or one that outlives one's stay. */
export function OwnerField({
  owners,
  value,
  onChange,
}: {
  owners: readonly OfferedOwner[];
  value: string;
  onChange: (owner: string) => void;
}) {
  return (
    <Field
      label="Owner"
      hint="A key never does more than its owner may right now. A service account stays when people leave."
      className="max-w-md"
    >
      <Select
        value={value}
        onValueChange={onChange}
        options={[
          { value: ME, label: "Me" },
          ...owners.map(({ id, name, role }) => ({ value: id, label: name, description: `Service account, ${role}` })),
        ]}
      />
    </Field>
  );
}
