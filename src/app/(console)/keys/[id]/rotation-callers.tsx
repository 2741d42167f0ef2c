import type { CallerState, RotationCaller } from "#contract/rotation.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

const stateWords: Record<CallerState, string> = {
  calling: "Old secret",
  expected: "Not seen yet",
  quiet: "Gone quiet",
  moved: "Moved",
};
const stateTones: Record<CallerState, Tone> = {
  calling: "danger",
  expected: "warning",
  quiet: "warning",
  moved: "success",
};

const columns: readonly Column<RotationCaller>[] = [
  {
    id: "caller",
    header: "Caller",
    card: "title",
    cell: ({ user_agent, ip }) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{user_agent ?? "No user agent"}</span>
        <span className="font-mono text-xs text-muted">{ip ?? "Unknown address"}</span>
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => (
      <Badge tone={stateTones[state]} dot>
        {stateWords[state]}
      </Badge>
    ),
  },
  { id: "operation", header: "Operation", wide: true, cell: ({ operation }) => operation ?? "Unknown path" },
  {
    id: "former",
    header: "Last with the old",
    cell: ({ last_former_at, requests }) =>
      last_former_at ? (
        <>
          <TimeAgo time={last_former_at} />
          <span className="text-muted">, {requests === 1 ? "1 call" : `${requests} calls`}</span>
        </>
      ) : (
        <span className="text-muted">Not since</span>
      ),
  },
  {
    id: "current",
    header: "Last with the new",
    cell: ({ last_current_at }) =>
      last_current_at ? <TimeAgo time={last_current_at} /> : <span className="text-muted">Not yet</span>,
  },
];

/** Each caller of a rotated key, those who still have to change first. */
export const RotationCallers = ({ callers }: { callers: readonly RotationCaller[] }) => (
  <DataTable
    caption="Callers of this key"
    columns={columns}
    rows={callers}
    rowKey={({ ip, user_agent }) => `${ip} ${user_agent}`}
    className="max-h-80 overflow-y-auto p-3 md:rounded-none md:border-0 md:p-0"
  />
);
