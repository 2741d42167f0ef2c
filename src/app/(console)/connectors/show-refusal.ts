import { type FormRefusal, refusalOf } from "#app/forms/show-problem.ts";
import { problemOf } from "#trpc/problem-of.ts";
import type { ConnectorForm } from "./connector-fields.tsx";
import { fieldOf } from "./connector-values.ts";

/** Puts a refusal's errors to the fields that they belong to; gives what is left to be shown for the whole form. */
export function showRefusal(form: ConnectorForm, error: unknown): FormRefusal | null {
  const errors = problemOf(error)?.errors ?? [];
  const known = errors.flatMap(({ attr, code, detail }) => {
    const field = fieldOf(attr);
    return field ? [{ field, code, detail }] : [];
  });
  for (const [index, { field, code, detail }] of known.entries())
    form.setError(field, { type: code, message: detail }, { shouldFocus: index === 0 });
  return known.length > 0 && known.length === errors.length ? null : refusalOf(error);
}
