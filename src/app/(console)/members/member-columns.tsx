import Link from "next/link";
import type { Member } from "#contract/member.ts";
import { Avatar } from "#ui/avatar.tsx";
import { Badge } from "#ui/badge.tsx";
import type { Column } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { count } from "../parts/numbers.ts";
import { labelOfRole } from "./role-words.ts";

/** The columns of the list of members; `me` is the reader's own id. */
export const memberColumns = (me: string): readonly Column<Member>[] => [
  {
    id: "name",
    header: "Name",
    card: "title",
    skeleton: "w-40",
    cell: ({ id, name, email }) => (
      <div className="flex min-w-0 items-center gap-2.5">
        <Avatar name={name} />
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2">
            <Link href={`/members/${id}`} className="break-id rounded-sm font-medium hover:underline">
              {name}
            </Link>
            {id === me && <Badge tone="accent">You</Badge>}
          </div>
          <div className="break-id text-xs text-muted">{email}</div>
        </div>
      </div>
    ),
  },
  { id: "role", header: "Role", skeleton: "w-14", cell: ({ role }) => labelOfRole(role) },
  {
    id: "factor",
    header: "Second factor",
    skeleton: "w-10",
    cell: ({ second_factor }) => (second_factor ? <Badge tone="success">On</Badge> : <Badge tone="neutral">Off</Badge>),
  },
  { id: "keys", header: "Keys", align: "right", skeleton: "w-8", cell: ({ keys }) => count(keys) },
  {
    id: "active",
    header: "Last active",
    skeleton: "w-24",
    cell: ({ last_active_at }) =>
      last_active_at === null ? (
        <span className="text-muted">Never</span>
      ) : (
        <TimeAgo time={last_active_at} className="whitespace-nowrap" />
      ),
  },
  {
    id: "joined",
    header: "Joined",
    wide: true,
    skeleton: "w-24",
    cell: ({ joined_at }) => <TimeAgo time={joined_at} className="whitespace-nowrap text-muted" />,
  },
];
