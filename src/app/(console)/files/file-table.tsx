"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { StoredFile } from "#contract/file.ts";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { bytes } from "../parts/numbers.ts";
import { kindOf } from "./type-words.ts";

/** `projects`: names by id, where files of several stand together. */
const columnsOf = (projects: ReadonlyMap<string, string> | undefined): readonly Column<StoredFile>[] => [
  {
    id: "name",
    header: "Name",
    card: "title",
    skeleton: "w-48",
    cell: ({ id, name, description, content_type }) => {
      const { icon: Icon } = kindOf(content_type);
      return (
        <div className="flex min-w-0 items-start gap-2.5">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-subtle" />
          <div className="min-w-0">
            <Link href={`/files/${id}`} className="break-id rounded-sm font-medium hover:underline">
              {name}
            </Link>
            {description && <div className="max-w-[60ch] truncate text-xs text-muted">{description}</div>}
          </div>
        </div>
      );
    },
  },
  { id: "type", header: "Type", skeleton: "w-14", cell: ({ content_type }) => kindOf(content_type).label },
  {
    id: "size",
    header: "Size",
    align: "right",
    skeleton: "w-14",
    cell: (file) => <span className="tabular whitespace-nowrap">{bytes(file.bytes)}</span>,
  },
  ...(projects
    ? [
        {
          id: "project",
          header: "Project",
          skeleton: "w-20",
          cell: ({ project_id }: StoredFile) => <span className="break-id">{projects.get(project_id) ?? "–"}</span>,
        },
      ]
    : []),
  {
    id: "by",
    header: "Added by",
    wide: true,
    skeleton: "w-24",
    cell: ({ created_by }) => <span className="break-id text-muted">{created_by.name}</span>,
  },
  {
    id: "added",
    header: "Added",
    skeleton: "w-24",
    cell: ({ created_at }) => <TimeAgo time={created_at} className="whitespace-nowrap text-muted" />,
  },
];

/** Files in one line each. `undefined` while loading. */
export function FileTable({
  files,
  projects,
  refreshing = false,
  problem,
  empty,
}: {
  files: readonly StoredFile[] | undefined;
  projects?: ReadonlyMap<string, string> | undefined;
  refreshing?: boolean;
  problem: ReactNode;
  empty: ReactNode;
}) {
  return (
    <DataTable
      caption="Files"
      columns={columnsOf(projects)}
      rows={files}
      rowKey={({ id }) => id}
      skeletonRows={4}
      refreshing={refreshing}
      problem={problem}
      empty={empty}
    />
  );
}
