import type { Column, ColumnChoice, ColumnType, SchemaDifference, Upload } from "#contract/source.ts";
import { type PlannedColumn, planColumns } from "./import-plan.ts";

export type LoadPlan = { columns: PlannedColumn[]; choices: ColumnChoice[]; differences: SchemaDifference[] };
type Detected = Pick<Upload, "columns" | "format" | "row_count">;
type Target = { columns: readonly Column[]; choices: readonly ColumnChoice[] };

/**
 * How a file becomes rows of a source that is there. What was once chosen about a column holds for the new file too, and
 * a column keeps its type as long as the file's values fit it. With `keepTypes` it does so in any case: values that do
 * not fit cost their row. Refuses a choice for a column that the file does not have.
 */
export function planLoad(
  detected: Detected,
  target: Target,
  asked: readonly ColumnChoice[],
  { keepTypes = false }: { keepTypes?: boolean } = {},
): LoadPlan {
  // By itself, so that what is wrong with it is named by its own place.
  planColumns(detected.columns, asked);
  const choices = detected.columns.flatMap((found) => {
    const ofName = ({ name }: ColumnChoice) => name === found.name;
    return asked.find(ofName) ?? target.choices.find(ofName) ?? [];
  });
  const existing = new Map(target.columns.map((column) => [column.name, column]));
  const effective = detected.columns.map((found): ColumnChoice => {
    const choice = choices.find(({ name }) => name === found.name) ?? { name: found.name };
    const before = existing.get(choice.rename ?? found.name);
    const keeps = before && (keepTypes || (choice.type === undefined && fits(found, before.type, detected)));
    const description = choice.description ?? before?.description;
    return { ...choice, ...(keeps && { type: before.type }), ...(description && { description }) };
  });
  const place = new Map(target.columns.map(({ name }, index) => [name, index]));
  const placeOf = ({ name }: Column) => place.get(name) ?? place.size;
  const columns = planColumns(detected.columns, effective).toSorted((a, b) => placeOf(a) - placeOf(b));
  return { columns, choices, differences: differencesOf(target.columns, columns) };
}

/** Whether every value that was found in a column is one of that type too. */
function fits(found: Upload["columns"][number], type: ColumnType, { format, row_count }: Detected): boolean {
  if (found.type === type || type === "text" || found.empty === row_count) return true;
  if (type === "number") return found.type === "integer";
  if (type === "timestamp") return found.type === "date";
  return type === "json" && format !== "csv";
}

function differencesOf(before: readonly Column[], after: readonly Column[]): SchemaDifference[] {
  const typeIn = (columns: readonly Column[], name: string) =>
    columns.find((column) => column.name === name)?.type ?? null;
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name): SchemaDifference[] => {
    const [from, to] = [typeIn(before, name), typeIn(after, name)];
    if (from === to) return [];
    return [{ column: name, change: from === null ? "added" : to === null ? "gone" : "type", from, to }];
  });
}
