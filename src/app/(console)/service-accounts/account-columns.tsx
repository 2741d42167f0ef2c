import Link from "next/link";
import type { ServiceAccount } from "#contract/service-account.ts";
import { Badge } from "#ui/badge.tsx";
import type { Column } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { labelOfRole } from "../members/role-words.ts";
import { count } from "../parts/numbers.ts";

export const accountColumns: readonly Column<ServiceAccount>[] = [
  {
    id: "name",
    header: "Name",
    card: "title",
    skeleton: "w-40",
    cell: ({ id, name }) => (
      <Link href={`/service-accounts/${id}`} className="break-id rounded-sm font-medium hover:underline">
        {name}
      </Link>
    ),
  },
  { id: "role", header: "Role", skeleton: "w-14", cell: ({ role }) => labelOfRole(role) },
  {
    id: "projects",
    header: "Projects",
    skeleton: "w-24",
    cell: ({ role, projects }) => (
      <span className="text-muted">
        {role === "admin" ? "All" : ["Default", ...new Set(projects.map(({ name }) => name))].join(", ")}
      </span>
    ),
  },
  { id: "keys", header: "Keys", align: "right", skeleton: "w-8", cell: ({ keys }) => count(keys) },
  {
    id: "used",
    header: "Last used",
    skeleton: "w-24",
    cell: ({ last_used_at }) =>
      last_used_at === null ? (
        <span className="text-muted">Never</span>
      ) : (
        <TimeAgo time={last_used_at} className="whitespace-nowrap" />
      ),
  },
  { id: "status", header: "Status", skeleton: "w-16", cell: ({ status }) => <AccountStatus status={status} /> },
];

/** Whether its keys work, in a word. */
export function AccountStatus({ status }: Pick<ServiceAccount, "status">) {
  return status === "active" ? (
    <Badge tone="success" dot>
      Active
    </Badge>
  ) : (
    <Badge tone="warning" dot>
      Disabled
    </Badge>
  );
}
