import type { FieldErrors, FieldValues, Resolver } from "react-hook-form";
import type * as z from "zod";

/**
 * Checks a form with the schema that the server will check it with; the first mistake of each field is shown. Where the
 * fields are not the input itself (a text area for a list), `prepare` makes it of them under the same names.
 */
export function zodResolver<Input extends FieldValues, Output>(
  schema: z.ZodType<Output>,
  prepare: (values: Input) => unknown = (values) => values,
): Resolver<Input, unknown, Output> {
  return (values) => {
    const parsed = schema.safeParse(prepare(values));
    if (parsed.success) return { values: parsed.data, errors: {} };
    const errors: Record<string, unknown> = {};
    for (const { path, code, message } of parsed.error.issues) {
      // A list (addresses, scopes) is one field to the reader, whichever entry of it is wrong.
      const field = String(path[0] ?? "root");
      errors[field] ??= { type: code, message };
    }
    return { values: {}, errors: errors as FieldErrors<Input> };
  };
}
