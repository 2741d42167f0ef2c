import { createContext, useContext } from "react";

/** What a field tells the control inside it: its id, what describes it and whether it holds an error. */
export type FieldWiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };

export const FieldContext = createContext<FieldWiring | null>(null);

/** The attributes a control takes over from the `Field` around it; none outside of one. */
export function useFieldWiring() {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  } as const;
}
