import type { ColumnRule, NamedSubject, Policy } from "#contract/policy.ts";
import type { RowCondition } from "#contract/row-condition.ts";
import { counted } from "../parts/numbers.ts";
import { opWords } from "../sources/[id]/filter-words.ts";

/** Whom a policy names, in a few words. */
export function subjectWords(subject: NamedSubject): string {
  if (subject.type === "everybody") return "Everybody";
  if ("role" in subject) return `Every ${subject.role}`;
  return subject.name ?? `${subject.id} (gone)`;
}

/** What a policy withholds of columns, in a few words. */
export function columnWords({ columns, other_columns }: Pick<Policy, "columns" | "other_columns">): string {
  const count = (access: ColumnRule["access"]) => columns.filter((column) => column.access === access).length;
  const visible = count("visible");
  const words = [
    ...(count("hidden") > 0 ? [`${count("hidden")} hidden`] : []),
    ...(count("masked") > 0 ? [`${count("masked")} masked`] : []),
    ...(other_columns === "hidden" ? [visible > 0 ? `only ${counted(visible, "column")} shown` : "others hidden"] : []),
  ];
  return words.length > 0 ? words.join(", ") : "All";
}

/** A condition as one would say it. */
export function conditionWords(node: RowCondition): string {
  if (node.and) return node.and.map((part) => bracketed(part, "or")).join(" and ");
  if (node.or) return node.or.map((part) => bracketed(part, "and")).join(" or ");
  if (node.not) return `not (${conditionWords(node.not)})`;
  const { column, attribute, op = "eq", value, values } = node;
  const left = column ?? `their ${attribute}`;
  if (op === "is_null") return `${left} is ${value === true ? "" : "not "}empty`;
  const right = values ? values.join(", ") : column !== undefined && attribute ? `their ${attribute}` : String(value);
  return `${left} ${opWords[op].label} ${right}`;
}

const bracketed = (part: RowCondition, other: "and" | "or") =>
  part[other] && part[other].length > 1 ? `(${conditionWords(part)})` : conditionWords(part);
