import Link from "next/link";
import type { Project } from "#contract/project.ts";
import { Badge } from "#ui/badge.tsx";
import type { Column } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { projectRoleWords } from "../members/role-words.ts";
import { count } from "../parts/numbers.ts";

export const projectColumns: readonly Column<Project>[] = [
  {
    id: "name",
    header: "Name",
    card: "title",
    skeleton: "w-48",
    cell: ({ id, name, description, is_default }) => (
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2">
          <Link href={`/projects/${id}`} className="break-id rounded-sm font-medium hover:underline">
            {name}
          </Link>
          {is_default && <Badge>Open to everybody</Badge>}
        </div>
        {description && <div className="max-w-[60ch] truncate text-xs text-muted">{description}</div>}
      </div>
    ),
  },
  {
    id: "role",
    header: "Your role",
    skeleton: "w-14",
    cell: ({ role }) => projectRoleWords.find(({ value }) => value === role)?.label,
  },
  {
    id: "members",
    header: "Members",
    align: "right",
    skeleton: "w-8",
    cell: ({ members, is_default }) => (is_default ? "Everybody" : count(members)),
  },
  { id: "sources", header: "Sources", align: "right", skeleton: "w-8", cell: ({ sources }) => count(sources) },
  {
    id: "dashboards",
    header: "Dashboards",
    align: "right",
    skeleton: "w-8",
    cell: ({ dashboards }) => count(dashboards),
  },
  { id: "files", header: "Files", align: "right", skeleton: "w-8", cell: ({ files }) => count(files) },
  {
    id: "created",
    header: "Created",
    wide: true,
    skeleton: "w-24",
    cell: ({ created_at }) => <TimeAgo time={created_at} className="whitespace-nowrap text-muted" />,
  },
];
