import type { FieldError } from "#contract/problem.ts";
import type { ColumnChoice, ColumnType, Upload } from "#contract/source.ts";

type Found = Upload["columns"][number];

/** What stands in the form for one column. */
export type Choice = { rename: string; type: ColumnType; description: string; skip: boolean };

export const choiceOf = ({ name, type }: Found): Choice => ({ rename: name, type, description: "", skip: false });

/** Only what differs from what was found is said. */
export function toColumnChoice({ rename, type, description, skip }: Choice, found: Found): ColumnChoice {
  const name = rename.trim();
  return {
    name: found.name,
    ...(name !== "" && name !== found.name && { rename: name }),
    ...(type !== found.type && { type }),
    ...(description.trim() && { description: description.trim() }),
    ...(skip && { skip }),
  };
}

/** "seattle-weather.csv" as a name to begin with: "Seattle weather". */
export function nameOfFile(fileName: string): string {
  const stem = fileName
    .replace(/\.[a-z0-9]{1,8}$/i, "")
    .replace(/[_-]+/g, " ")
    .trim();
  return (stem.charAt(0).toUpperCase() + stem.slice(1)).slice(0, 80) || "Untitled";
}

export type Mistakes = {
  any: boolean;
  first: string;
  form: Partial<Record<"name" | "description", string>>;
  columns: readonly (Partial<Record<"rename" | "type" | "description", string>> | undefined)[];
};

/** The server's field errors (`name`, `columns.3.rename`), each at its place in the form. */
export function fieldMistakes(errors: readonly FieldError[], columns: number): Mistakes {
  const form: Record<string, string> = {};
  const byColumn = new Array<Record<string, string> | undefined>(columns).fill(undefined);
  let first = "";
  for (const { attr, detail } of errors) {
    const [field, index, part] = attr.split(".");
    const at = Number(index);
    if (field === "columns" && part && at < columns) byColumn[at] = { ...byColumn[at], [part]: detail };
    else if (field === "name" || field === "description") form[field] = detail;
    else continue;
    first ||= detail;
  }
  return { any: first !== "", first, form, columns: byColumn };
}
