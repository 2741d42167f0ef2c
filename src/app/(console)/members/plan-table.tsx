"use client";

import type { PlannedKey, RemovalPlan } from "#contract/member.ts";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { DatePicker } from "#ui/date-picker.tsx";
import { Select, type SelectOption } from "#ui/select.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { Expiry } from "../credentials/expiry.tsx";
import { type Choice, type Choices, tomorrow } from "./key-decisions.ts";

/** One line for each key of whoever goes: what it is, when it was last used, and what becomes of it. */
export function PlanTable({
  plan,
  name,
  choices,
  onChange,
}: {
  plan: RemovalPlan;
  /** Of whoever goes. */
  name: string;
  choices: Choices;
  onChange: (choices: Choices) => void;
}) {
  const options = optionsOf(plan, name);
  const set = (id: string, choice: Partial<Choice>) =>
    onChange({ ...choices, [id]: { what: "", on: tomorrow(), ...choices[id], ...choice } });
  return (
    <div className="flex flex-col gap-3">
      {plan.keys.length > 1 && (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <span className="text-muted">All {plan.keys.length} keys:</span>
          <Select
            label="For all keys"
            value={undefined}
            placeholder="Decide on all at once"
            onValueChange={(what) =>
              onChange(Object.fromEntries(plan.keys.map(({ id }) => [id, { what, on: choices[id]?.on ?? tomorrow() }])))
            }
            options={options}
            className="w-64 max-w-full"
          />
        </div>
      )}
      <DataTable
        caption={`Keys of ${name}`}
        columns={columnsOf(options, choices, set)}
        rows={plan.keys}
        rowKey={(key) => key.id}
      />
    </div>
  );
}

function optionsOf({ heirs, keys }: RemovalPlan, name: string): SelectOption[] {
  const mayHandOver = heirs.length > 0;
  const open = heirs.filter(({ reason }) => reason === null);
  const closed = heirs.filter(({ reason }) => reason !== null);
  const words = (kind: string, role: string) => `${kind === "person" ? "Member" : "Service account"}, ${role}`;
  if (keys.length === 0) return [];
  return [
    ...(mayHandOver
      ? [
          {
            value: "new",
            label: "Hand to a new service account",
            description: `"Keys of ${name}", with the same role and projects`,
          },
          ...open.map((heir) => ({
            value: heir.id,
            label: `Hand to ${heir.name}`,
            description: words(heir.kind, heir.role),
          })),
        ]
      : []),
    { value: "revoke", label: "Revoke now", description: "The next call with it is refused" },
    ...(mayHandOver
      ? [{ value: "date", label: "Revoke on a date", description: "Until then it goes on as it is" }]
      : []),
    ...closed.map((heir) => ({
      value: heir.id,
      label: `Hand to ${heir.name}`,
      description: heir.reason ?? "",
      disabled: true,
    })),
  ];
}

const columnsOf = (
  options: readonly SelectOption[],
  choices: Choices,
  set: (id: string, choice: Partial<Choice>) => void,
): readonly Column<PlannedKey>[] => [
  {
    id: "name",
    header: "Key",
    card: "title",
    className: "md:max-w-56",
    cell: (key) => (
      <>
        <span className="block truncate font-medium">{key.name}</span>
        <code className="block truncate font-mono text-xs text-muted">{key.hint}</code>
      </>
    ),
  },
  {
    id: "used",
    header: "Last used",
    cell: (key) =>
      key.last_used_at === null ? (
        <span className="text-muted">Never</span>
      ) : (
        <>
          <TimeAgo time={key.last_used_at} className="block whitespace-nowrap" />
          <span className="block text-xs text-muted">{key.last_operation}</span>
        </>
      ),
  },
  { id: "expires", header: "Expires", wide: true, cell: (key) => <Expiry time={key.effective_expires_at} /> },
  {
    id: "decision",
    header: "What becomes of it",
    cell: (key) => {
      const choice = choices[key.id];
      return (
        <div className="flex flex-col items-stretch gap-1.5 md:items-start">
          <Select
            label={`What becomes of ${key.name}`}
            value={choice?.what}
            placeholder="Decide"
            onValueChange={(what) => set(key.id, { what })}
            options={options}
            className="w-52 max-w-full"
          />
          {choice?.what === "date" && (
            <DatePicker
              label={`Last day of ${key.name}`}
              value={choice.on}
              min={tomorrow()}
              max={key.effective_expires_at?.slice(0, 10)}
              onValueChange={(on) => set(key.id, { on })}
              className="w-52 max-w-full"
            />
          )}
          {key.loses.length > 0 && choice && choice.what !== "revoke" && (
            <span className="max-w-52 text-xs text-muted">Loses for good: {key.loses.join(", ")}</span>
          )}
        </div>
      );
    },
  },
];
