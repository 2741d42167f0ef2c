import Link from "next/link";
import type { Key } from "#contract/key.ts";
import type { Column } from "#ui/data-table.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { Sparkline } from "#ui/sparkline.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { accessWords } from "../credentials/access-words.ts";
import { EffectiveExpiry } from "../credentials/expiry.tsx";
import { LastUsed } from "../credentials/last-used.tsx";
import { KeyStatusBadge, TypeBadge } from "./key-badges.tsx";

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** The columns of the list of keys; `calls` are the last 24 hours of each key, by its id, once they are known. */
export function keyColumns(calls: ReadonlyMap<string, readonly number[]> | undefined): readonly Column<Key>[] {
  return [
    {
      id: "name",
      header: "Name",
      card: "title",
      className: "md:max-w-52",
      skeleton: "w-36",
      cell: (key) => (
        <>
          <Link href={`/keys/${key.id}`} className="block truncate rounded-sm font-medium hover:underline">
            {key.name}
          </Link>
          <code className="block truncate font-mono text-xs text-muted">{key.hint}</code>
        </>
      ),
    },
    {
      id: "access",
      header: "Access",
      skeleton: "w-24",
      cell: (key) => (
        <span className="inline-flex flex-wrap items-center justify-end gap-x-2 gap-y-1 md:justify-start">
          <TypeBadge type={key.type} />
          <span title={key.scopes.join(", ")} className="whitespace-nowrap text-muted">
            {accessWords(key)}
          </span>
        </span>
      ),
    },
    { id: "status", header: "Status", skeleton: "w-16", cell: (key) => <KeyStatusBadge of={key} /> },
    {
      id: "created",
      header: "Created",
      wide: true,
      skeleton: "w-24",
      cell: (key) => (
        <>
          <TimeAgo time={key.created_at} className="block whitespace-nowrap" />
          <span className="block max-w-40 truncate text-xs text-muted">by {key.created_by.name}</span>
        </>
      ),
    },
    {
      id: "expires",
      header: "Expires",
      skeleton: "w-20",
      cell: (key) => (
        <span className="whitespace-nowrap">
          <EffectiveExpiry of={key} revoked={key.status === "revoked"} />
        </span>
      ),
    },
    {
      id: "used",
      header: "Last used",
      skeleton: "w-28",
      className: "md:max-w-52",
      cell: (key) => <LastUsed of={key} />,
    },
    {
      id: "calls",
      header: "24 hours",
      skeleton: "w-24",
      cell: (key) => {
        if (!calls) return <Skeleton className="h-5 w-24" />;
        const values = calls.get(key.id) ?? Array<number>(24).fill(0);
        return <Sparkline values={values} label={`${sum(values)} requests in the last 24 hours`} />;
      },
    },
  ];
}
