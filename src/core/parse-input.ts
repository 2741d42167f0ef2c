import type * as z from "zod";
import type { FieldError } from "#contract/problem.ts";
import { Refusal } from "./refusal.ts";

/** The caller's mistake is a refusal that names each field. A ZodError that is thrown deeper is ours and answers 500. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refusalOfZod(parsed.error);
}

/** What Zod found, as a refusal. */
export function refusalOfZod(error: z.core.$ZodError): Refusal {
  const errors = error.issues.slice(0, 50).flatMap(fieldErrors);
  const [first] = errors;
  const detail = first ? `${first.attr || "The input"}: ${first.detail}` : undefined;
  return new Refusal("invalid_input", detail, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const attr = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.slice(0, 20).map((key) => ({
      code: "unknown_field",
      detail: "There is no such field here.",
      attr: [...issue.path, key].map(String).join(".").slice(0, 200),
    }));
  const meant = issue.code === "invalid_union" ? meantBranch(issue.errors) : undefined;
  if (meant) return meant.flatMap((inner) => fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }));
  return [{ code: issue.code, detail: issue.message, attr }];
}

/** Of the forms that a field may have, the one that the caller tried: whose type at the top is right. */
const meantBranch = (branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined =>
  branches.find((issues) => issues.every(({ code, path }) => path.length > 0 || code !== "invalid_type"));
