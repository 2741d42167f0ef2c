"use client";

import { X } from "lucide-react";
import { useState } from "react";
import type { NamedSubject } from "#contract/policy.ts";
import { Role } from "#contract/role.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import { PersonSelect } from "./person-select.tsx";
import { subjectWords } from "./policy-words.ts";

const kinds = [
  { value: "everybody", label: "Everybody" },
  { value: "role", label: "A role" },
  { value: "member", label: "A member" },
  { value: "service_account", label: "A service account" },
  { value: "key", label: "An API key" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const same = (a: NamedSubject, b: NamedSubject) =>
  a.type === b.type && ("role" in a && "role" in b ? a.role === b.role : "id" in a && "id" in b ? a.id === b.id : true);

/** Whom a policy binds: a list that grows with each choice. */
export function SubjectsField({
  value,
  onChange,
}: {
  value: readonly NamedSubject[];
  onChange: (subjects: NamedSubject[]) => void;
}) {
  const [kind, setKind] = useState<Kind>("role");
  const add = (subject: NamedSubject) => onChange([...value.filter((other) => !same(other, subject)), subject]);
  return (
    <Field
      label="Whom it binds"
      group
      hint="A member is bound with every key and token of theirs. Owners and admins are bound where they are named, and everybody names them too."
    >
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1.5" aria-label="Bound">
          {value.map((subject) => (
            <li
              key={JSON.stringify(subject)}
              className="inline-flex h-7 items-center gap-1 rounded-md border border-line-strong bg-sunken pl-2 text-sm touch:h-control"
            >
              {subjectWords(subject)}
              <Button
                size="icon"
                variant="ghost"
                className="size-7 touch:size-control"
                aria-label={`Remove ${subjectWords(subject)}`}
                onClick={() => onChange(value.filter((other) => other !== subject))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        <Select label="Kind" value={kind} onValueChange={setKind} options={kinds} />
        {kind === "everybody" ? (
          <Button onClick={() => add({ type: "everybody" })}>Add everybody</Button>
        ) : kind === "role" ? (
          <Select
            label="Role"
            value={undefined}
            placeholder="Choose a role"
            onValueChange={(role: Role) => add({ type: "role", role })}
            options={Role.options.map((role) => ({ value: role, label: `Every ${role}` }))}
          />
        ) : (
          <PersonSelect kind={kind} value={null} onChoose={(somebody) => add(somebody)} placeholder="Choose to add" />
        )}
      </div>
    </Field>
  );
}
