"use client";

import { isReadScope, type Resource, resources, type Scope, scopes } from "#contract/scope.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { Matrix, type MatrixRow } from "#ui/matrix.tsx";

type Level = "none" | "read" | "write";

const levels: readonly { value: Level; label: string }[] = [
  { value: "none", label: "None" },
  { value: "read", label: "Read" },
  { value: "write", label: "Write" },
];

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);
const levelOf = (held: readonly Scope[], resource: Resource): Level =>
  (held as readonly string[]).includes(`${resource}:write`)
    ? "write"
    : (held as readonly string[]).includes(`${resource}:read`)
      ? "read"
      : "none";

/**
 * Resource × none, read or write. What may not be chosen says why: the reader's role, the type of the key, or that there
 * is no such scope. `limit` names who sets it.
 */
export function ScopeMatrix({
  value,
  onValueChange,
  grantable,
  limit,
  readOnly,
}: {
  value: readonly Scope[];
  onValueChange: (scopes: Scope[]) => void;
  grantable: readonly Scope[];
  limit: string;
  readOnly: boolean;
}) {
  const whyNot = (scope: Scope): string | undefined => {
    if (!grantable.includes(scope)) return limit;
    if (readOnly && !isReadScope(scope)) return "Read-only keys never write.";
    return undefined;
  };
  const rows: MatrixRow<Level>[] = Object.entries(resources).map(([resource, { label, describes }]) => {
    const unavailable: Partial<Record<Level, string>> = {};
    for (const level of ["read", "write"] as const) {
      const scope = `${resource}:${level}`;
      const why = isScope(scope) ? whyNot(scope) : "There is nothing to write here.";
      if (why) unavailable[level] = why;
    }
    return {
      id: resource,
      label,
      ...(describes.toLowerCase() !== label.toLowerCase() && {
        description: describes[0]?.toUpperCase() + describes.slice(1),
      }),
      unavailable,
    };
  });

  function choose(resource: string, level: Level) {
    const others = value.filter((scope) => scope !== `${resource}:read` && scope !== `${resource}:write`);
    const added =
      level === "none" ? [] : level === "read" ? [`${resource}:read`] : [`${resource}:read`, `${resource}:write`];
    onValueChange([...others, ...added.filter(isScope)]);
  }

  const verifyWhyNot = whyNot("keys:verify");
  return (
    <div className="flex flex-col gap-3">
      <Matrix
        label="Scopes"
        rows={rows}
        levels={readOnly ? levels.filter(({ value: level }) => level !== "write") : levels}
        value={Object.fromEntries(rows.map(({ id }) => [id, levelOf(value, id as Resource)]))}
        onValueChange={choose}
      />
      <Checkbox
        label="Verify keys"
        hint={verifyWhyNot ?? "Lets a backend of your own ask whether a key that it was sent is good (keys:verify)."}
        disabled={verifyWhyNot !== undefined}
        checked={value.includes("keys:verify")}
        onCheckedChange={(on) =>
          onValueChange(on ? [...value, "keys:verify"] : value.filter((scope) => scope !== "keys:verify"))
        }
      />
    </div>
  );
}
