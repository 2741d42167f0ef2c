import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { Problem } from "#contract/problem.ts";
import { problemOf } from "#trpc/problem-of.ts";

/** What a form shows above its button when the server refused it. */
export type FormRefusal = Pick<Problem, "title" | "detail"> & { requestId?: string };

const unreachable: FormRefusal = {
  title: "Gatehouse could not be reached",
  detail: "Check the connection and try again. Nothing was changed.",
};

/**
 * Puts a refusal's field errors to their fields. What belongs to no field of the form is given back, to be shown for
 * the whole of it; null if every mistake has its field.
 */
export function showProblem<Input extends FieldValues, Context, Output extends FieldValues | undefined>(
  form: UseFormReturn<Input, Context, Output>,
  error: unknown,
): FormRefusal | null {
  const problem = problemOf(error);
  if (!problem) return unreachable;
  const fields = Object.keys(form.getValues());
  const [known, other] = [[] as string[], [] as string[]];
  for (const { attr, code, detail } of problem.errors ?? []) {
    const field = attr.split(".", 1)[0] ?? "";
    if (!fields.includes(field)) {
      other.push(detail);
      continue;
    }
    form.setError(field as Path<Input>, { type: code, message: detail }, { shouldFocus: known.length === 0 });
    known.push(field);
  }
  if (known.length > 0 && other.length === 0) return null;
  return { title: problem.title, detail: other[0] ?? problem.detail, requestId: problem.request_id };
}

/** The same for deeds that have no fields. */
export function refusalOf(error: unknown): FormRefusal {
  const problem = problemOf(error);
  return problem ? { title: problem.title, detail: problem.detail, requestId: problem.request_id } : unreachable;
}
