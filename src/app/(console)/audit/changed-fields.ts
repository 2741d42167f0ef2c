export type ChangedField = { name: string; old: string | undefined; now: string | undefined };

/** The fields whose values differ between two states, as text. What stands in one state only has no other side. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names
    .map((name) => ({ name, old: old.get(name), now: now.get(name) }))
    .filter((field) => field.old !== field.now);
}

function fieldsOf(state: unknown): Map<string, string> {
  if (state === null || state === undefined) return new Map();
  if (typeof state !== "object" || Array.isArray(state)) return new Map([["value", said(state)]]);
  return new Map(Object.entries(state).map(([name, value]) => [name, said(value)]));
}

function said(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return value.length === 0 ? "(none)" : value.join(", ");
  return JSON.stringify(value, null, typeof value === "object" && value !== null ? 2 : undefined);
}
