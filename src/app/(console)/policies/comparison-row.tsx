"use client";

import { X } from "lucide-react";
import type { Column, FilterOp } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { cn } from "#ui/cn.ts";
import { Input } from "#ui/input.tsx";
import { Select, type SelectOption } from "#ui/select.tsx";
import { Textarea } from "#ui/textarea.tsx";
import { opsOfType, opWords, placeholders } from "../sources/[id]/filter-words.ts";
import type { Comparison } from "./condition-draft.ts";

const METADATA = "key.metadata.";
const attributes: readonly SelectOption[] = [
  { value: "user.id", label: "their id", description: "Of the member or service account" },
  { value: "user.email", label: "their e-mail address", description: "Service accounts have none" },
  { value: "user.name", label: "their name", description: "People choose their own" },
  { value: "role", label: "their role", description: "In the organization" },
  { value: "project_role", label: "their role in the project" },
  { value: "key.id", label: "the key’s id", description: "None without an API key" },
  { value: METADATA, label: "metadata of the key", description: "Of service accounts’ keys only" },
];
const ofAttributes: readonly FilterOp[] = ["eq", "ne", "in", "is_null"];
/** With an attribute on the right, whose value is not known here. */
const byAttribute: readonly FilterOp[] = ["eq", "ne", "lt", "lte", "gt", "gte"];

/** One comparison: a column or an attribute, how, and with what. */
export function ComparisonRow({
  comparison,
  columns,
  onChange,
  onRemove,
}: {
  comparison: Comparison;
  columns: readonly Column[];
  onChange: (comparison: Comparison) => void;
  onRemove: () => void;
}) {
  const { left, op, right, text } = comparison;
  const isColumn = left.kind === "column";
  const column = columns.find(({ name }) => isColumn && name === left.name);
  const type = column?.type ?? "text";
  const ops = isColumn ? opsOfType[type] : ofAttributes;
  const change = (next: Partial<Comparison>) => {
    const changed = { ...comparison, ...next };
    const known = changed.left.kind === "column" ? columns.find(({ name }) => name === changed.left.name) : null;
    const allowed = changed.left.kind === "column" ? opsOfType[known?.type ?? "text"] : ofAttributes;
    if (!allowed.includes(changed.op)) changed.op = "eq";
    if (changed.left.kind === "attribute" || !byAttribute.includes(changed.op)) changed.right = "value";
    onChange(changed);
  };
  const sides: SelectOption[] = [
    ...columns.map(({ name, type: of }) => ({ value: `column:${name}`, label: name, description: of })),
    ...(isColumn && !column
      ? [{ value: `column:${left.name}`, label: left.name, description: "Not in the source any more" }]
      : []),
    ...attributes.map((option) => ({ ...option, value: `attribute:${option.value}` })),
  ];
  const metadata = left.kind === "attribute" && left.name.startsWith(METADATA);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 border-b border-line pb-2 last-of-type:border-b-0 sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
      <div className="flex min-w-0 flex-col gap-2">
        <Select
          label="Column or attribute"
          value={metadata ? `attribute:${METADATA}` : `${left.kind}:${left.name}`}
          onValueChange={(side) => {
            const kind = side.startsWith("column:") ? "column" : "attribute";
            change({ left: { kind, name: side.slice(kind.length + 1) } });
          }}
          options={sides}
        />
        {metadata && (
          <Input
            aria-label="Name of the metadata"
            placeholder="region"
            mono
            value={left.name.slice(METADATA.length)}
            onChange={(event) => change({ left: { kind: "attribute", name: METADATA + event.target.value } })}
          />
        )}
      </div>
      <Select
        label="Comparison"
        className="col-span-full row-start-2 sm:col-span-1 sm:row-start-auto"
        value={op}
        onValueChange={(next) => change({ op: next })}
        options={ops.map((each) => ({ value: each, label: opWords[each].label }))}
      />
      <Button
        variant="ghost"
        size="icon"
        className="col-start-2 row-start-1 sm:col-start-3"
        aria-label="Remove condition"
        onClick={onRemove}
      >
        <X aria-hidden />
      </Button>
      <Right
        comparison={comparison}
        type={type}
        onChange={change}
        text={text}
        byAttribute={isColumn && byAttribute.includes(op)}
        right={right}
      />
    </div>
  );
}

function Right({
  comparison: { op },
  type,
  text,
  right,
  byAttribute: mayCompare,
  onChange,
}: {
  comparison: Comparison;
  type: Column["type"];
  text: string;
  right: Comparison["right"];
  byAttribute: boolean;
  onChange: (next: Partial<Comparison>) => void;
}) {
  if (op === "is_null")
    return (
      <Select
        label="Value"
        className="col-span-full"
        value={text === "false" ? "false" : "true"}
        onValueChange={(next) => onChange({ text: next })}
        options={[
          { value: "true", label: "Yes, without a value" },
          { value: "false", label: "No, with a value" },
        ]}
      />
    );
  if (op === "in")
    return (
      <Textarea
        className="col-span-full"
        aria-label="Values, one on each line"
        placeholder="One on each line"
        rows={2}
        value={text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
    );
  const metadata = text.startsWith(METADATA);
  const value =
    right === "attribute" ? (
      <>
        <Select
          label="Attribute"
          value={metadata ? METADATA : text}
          onValueChange={(next) => onChange({ text: next })}
          options={attributes}
        />
        {metadata && (
          <Input
            aria-label="Name of the metadata"
            placeholder="region"
            mono
            value={text.slice(METADATA.length)}
            onChange={(event) => onChange({ text: METADATA + event.target.value })}
          />
        )}
      </>
    ) : type === "boolean" ? (
      <Select
        label="Value"
        value={text === "false" ? "false" : "true"}
        onValueChange={(next) => onChange({ text: next })}
        options={[
          { value: "true", label: "true" },
          { value: "false", label: "false" },
        ]}
      />
    ) : (
      <Input
        aria-label="Value"
        mono
        value={text}
        placeholder={placeholders[type]}
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        onChange={(event) => onChange({ text: event.target.value })}
      />
    );
  return (
    <div className="col-span-full grid min-w-0 gap-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {mayCompare && (
        <Select
          label="Compared with"
          value={right}
          onValueChange={(next) => onChange({ right: next, text: next === "attribute" ? "user.id" : "" })}
          options={[
            { value: "value", label: "a value" },
            { value: "attribute", label: "the reader" },
          ]}
        />
      )}
      <div className={cn("flex min-w-0 flex-col gap-2", !mayCompare && "col-span-full")}>{value}</div>
    </div>
  );
}
