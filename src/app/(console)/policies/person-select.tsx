"use client";

import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { useSearchedList } from "../parts/use-searched-list.tsx";

export type Kind = "member" | "service_account" | "key";
export type Somebody = { type: Kind; id: string; name: string };

export const kindWords: Record<Kind, string> = {
  member: "Member",
  service_account: "Service account",
  key: "API key",
};

type Props = {
  kind: Kind;
  value: Somebody | null;
  onChoose: (somebody: Somebody) => void;
  placeholder?: string;
  className?: string;
};

/** One member, service account or key of the organization, found by typing. */
export function PersonSelect({ kind, ...rest }: Props) {
  const Select = selects[kind];
  return <Select key={kind} kind={kind} {...rest} />;
}

const selects: Record<Kind, (props: Props) => React.ReactNode> = {
  member: (props) => <MemberSelect {...props} />,
  service_account: (props) => <AccountSelect {...props} />,
  key: (props) => <KeySelect {...props} />,
};

function MemberSelect(props: Props) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.members.list.queryKey(input),
    (input) => client.members.list.query(input),
  );
  return (
    <Listed {...props} search={search} options={rows?.map(({ id, name, email }) => ({ id, name, about: email }))} />
  );
}

function AccountSelect(props: Props) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.serviceAccounts.list.queryKey(input),
    (input) => client.serviceAccounts.list.query(input),
  );
  return <Listed {...props} search={search} options={rows?.map(({ id, name, role }) => ({ id, name, about: role }))} />;
}

function KeySelect(props: Props) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.keys.list.queryKey(input),
    (input) => client.keys.list.query(input),
  );
  const living = rows?.filter(({ status }) => status !== "revoked");
  return (
    <Listed
      {...props}
      search={search}
      options={living?.map(({ id, name, owner }) => ({ id, name, about: `of ${owner.name}` }))}
    />
  );
}

type Search = ReturnType<typeof useSearchedList>["search"];
type Option = { id: string; name: string; about: string };

function Listed({
  kind,
  value,
  onChoose,
  placeholder,
  className,
  options = [],
  search,
}: Props & { options?: Option[] | undefined; search: Search }) {
  return (
    <SearchSelect
      {...search}
      label={kindWords[kind]}
      searchLabel={`Find a ${kindWords[kind].replace(/^[MS]/, (first) => first.toLowerCase())}`}
      value={value?.type === kind ? value.id : undefined}
      chosen={value?.type === kind ? value.name : undefined}
      placeholder={placeholder ?? "Choose"}
      onValueChange={(id) => onChoose({ type: kind, id, name: options.find((option) => option.id === id)?.name ?? id })}
      options={options.map(({ id, name, about }) => ({ value: id, label: name, description: about }))}
      {...(className && { className })}
    />
  );
}
