import type { AuditEvent } from "./audit-table.tsx";
import { changedFields } from "./changed-fields.ts";

/** What was different afterwards, field by field. Says so if the event keeps nothing of that. */
export function ChangeTable({ before, after }: Pick<AuditEvent, "before" | "after">) {
  const fields = changedFields(before, after);
  return (
    <section>
      <h3 className="mb-2 text-sm font-medium">What changed</h3>
      {fields.length === 0 ? (
        <p className="text-sm text-muted">This event changed nothing that is kept with it.</p>
      ) : (
        <dl className="overflow-hidden rounded-lg border text-sm">
          {fields.map(({ name, old, now }) => (
            <div key={name} className="border-b p-3 last:border-b-0">
              <dt className="text-muted">{name}</dt>
              <dd className="mt-1 flex flex-col gap-1 font-mono text-xs">
                {old !== undefined && (
                  <del className="break-id whitespace-pre-wrap rounded-sm bg-danger-soft px-2 py-1 text-danger no-underline">
                    <span aria-hidden>− </span>
                    <span className="sr-only">Before: </span>
                    {old}
                  </del>
                )}
                {now !== undefined && (
                  <ins className="break-id whitespace-pre-wrap rounded-sm bg-success-soft px-2 py-1 text-success no-underline">
                    <span aria-hidden>+ </span>
                    <span className="sr-only">After: </span>
                    {now}
                  </ins>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
