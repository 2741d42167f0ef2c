import type { ColumnReview as Review } from "#contract/connector.ts";

/** Columns that differ, as a list: what is new, gone, or of another type. */
export function ColumnReview({ review: { added, removed, retyped } }: { review: Review }) {
  const lines = [
    ...added.map(({ name, type }) => ({ name, what: `new, ${type}` })),
    ...removed.map(({ name, type }) => ({ name, what: `gone, was ${type}` })),
    ...retyped.map(({ name, from, to }) => ({ name, what: `was ${from}, is ${to}` })),
  ];
  return (
    <ul className="mt-2 flex flex-col gap-0.5">
      {lines.map(({ name, what }) => (
        <li key={`${name} ${what}`} className="break-id">
          <code className="font-mono">{name}</code> <span className="text-muted">{what}</span>
        </li>
      ))}
    </ul>
  );
}
