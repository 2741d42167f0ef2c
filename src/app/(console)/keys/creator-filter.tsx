"use client";

import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { useSearchedList } from "../parts/use-searched-list.tsx";

const ANY = "any";

/** Whose keys to show: any member's, found by name or address. One who is no member any more stays chosen. */
export function CreatorFilter({
  me,
  value,
  onValueChange,
  className,
}: {
  me: string;
  value: string | null;
  onValueChange: (id: string | null) => void;
  className: string;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.members.list.queryKey(input),
    (input) => client.members.list.query(input),
  );
  const nameOf = (member: { id: string; name: string }) => (member.id === me ? `${member.name} (you)` : member.name);
  const chosen = rows?.find(({ id }) => id === value);
  const any = search.query === "" ? [{ value: ANY, label: "Any creator" }] : [];
  return (
    <SearchSelect
      {...search}
      label="Creator"
      searchLabel="Find a member by name or e-mail"
      className={className}
      value={value ?? ANY}
      chosen={value === null ? "Any creator" : chosen ? nameOf(chosen) : "Someone else"}
      onValueChange={(id) => onValueChange(id === ANY ? null : id)}
      options={[
        ...any,
        ...(rows ?? []).map((member) => ({ value: member.id, label: nameOf(member), description: member.email })),
      ]}
    />
  );
}
