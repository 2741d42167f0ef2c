import type { Column, ColumnChoice, Upload } from "#contract/source.ts";
import { invalidField } from "../refusal.ts";
import { isReservedName, MAX_NAME_BYTES } from "./column-names.ts";

/** A column of the table, and where its values stand in the file: the position in CSV, the key in JSON. */
export type PlannedColumn = Column & { index: number; key: string };

/**
 * The columns of a source: what was found in the file, changed by what the caller chose. Refuses a choice for a column
 * that is not there, two columns of one name, and a name that a table cannot have. `attr` is `columns.N.field`.
 */
export function planColumns(found: Upload["columns"], choices: readonly ColumnChoice[]): PlannedColumn[] {
  const chosen = new Map<string, ColumnChoice>();
  for (const [at, choice] of choices.entries()) {
    if (!found.some((column) => column.name === choice.name))
      throw invalidField(
        `columns.${at}.name`,
        "unknown_column",
        `The file has no column ${JSON.stringify(choice.name)}.`,
      );
    if (chosen.has(choice.name))
      throw invalidField(
        `columns.${at}.name`,
        "duplicate",
        `The column ${JSON.stringify(choice.name)} is named twice.`,
      );
    if (choice.rename !== undefined) requireName(choice.rename, `columns.${at}.rename`);
    chosen.set(choice.name, choice);
  }

  const planned = found.flatMap((column, index) => {
    const { rename, type, description, skip } = chosen.get(column.name) ?? {};
    if (skip) return [];
    return {
      name: rename ?? column.name,
      type: type ?? column.type,
      // Of another type, values may turn out empty; the import tells.
      nullable: column.nullable || (type !== undefined && type !== column.type),
      description: description ?? null,
      index,
      key: column.key,
    };
  });

  if (planned.length === 0) throw invalidField("columns", "too_small", "Keep at least one column.");
  const names = new Set<string>();
  for (const { name } of planned) {
    if (names.has(name)) {
      const at = choices.findIndex((choice) => choice.rename === name);
      throw invalidField(
        at < 0 ? "columns" : `columns.${at}.rename`,
        "duplicate",
        `Two columns would be named ${JSON.stringify(name)}.`,
      );
    }
    names.add(name);
  }
  return planned;
}

function requireName(name: string, attr: string): void {
  if (Buffer.byteLength(name) > MAX_NAME_BYTES)
    throw invalidField(attr, "too_big", `A column's name has at most ${MAX_NAME_BYTES} bytes.`);
  if (/\p{Cc}/u.test(name) || !name.isWellFormed())
    throw invalidField(attr, "invalid_format", "A column's name has no control characters.");
  if (isReservedName(name)) throw invalidField(attr, "reserved", `${name} is a name that every table has already.`);
}
