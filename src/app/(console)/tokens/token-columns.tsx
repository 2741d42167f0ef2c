import type { Token } from "#contract/token.ts";
import { Button } from "#ui/button.tsx";
import type { Column } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { accessWords } from "../credentials/access-words.ts";
import { EffectiveExpiry } from "../credentials/expiry.tsx";
import { LastUsed } from "../credentials/last-used.tsx";
import { KeyStatusBadge } from "../keys/key-badges.tsx";

/** The columns of a list of tokens; `withOwner` where the reader sees those of others too. */
export function tokenColumns({
  withOwner,
  onRevoke,
}: {
  withOwner: boolean;
  onRevoke: (token: Token) => void;
}): readonly Column<Token>[] {
  const owner: Column<Token> = {
    id: "owner",
    header: "Owner",
    skeleton: "w-24",
    className: "md:max-w-40",
    cell: (token) => <span className="block truncate">{token.owner.name}</span>,
  };
  return [
    {
      id: "name",
      header: "Name",
      card: "title",
      className: "md:max-w-64",
      skeleton: "w-36",
      cell: (token) => (
        <>
          <span className="block truncate font-medium">{token.name}</span>
          <code className="block truncate font-mono text-xs text-muted">{token.hint}</code>
        </>
      ),
    },
    {
      id: "access",
      header: "Access",
      skeleton: "w-24",
      cell: (token) => (
        <span title={token.scopes.join(", ")} className="whitespace-nowrap text-muted">
          {accessWords(token)}
        </span>
      ),
    },
    { id: "status", header: "Status", skeleton: "w-16", cell: (token) => <KeyStatusBadge of={token} /> },
    ...(withOwner ? [owner] : []),
    {
      id: "created",
      header: "Created",
      wide: true,
      skeleton: "w-24",
      className: "whitespace-nowrap",
      cell: (token) => <TimeAgo time={token.created_at} />,
    },
    {
      id: "expires",
      header: "Expires",
      skeleton: "w-20",
      className: "whitespace-nowrap",
      cell: (token) => <EffectiveExpiry of={token} revoked={token.status === "revoked"} />,
    },
    {
      id: "used",
      header: "Last used",
      skeleton: "w-28",
      className: "md:max-w-52",
      cell: (token) => <LastUsed of={token} />,
    },
    {
      id: "revoke",
      header: <span className="sr-only">Actions</span>,
      skeleton: "w-16",
      className: "md:text-right",
      cell: (token) =>
        token.status !== "revoked" && (
          <Button size="sm" variant="ghost" onClick={() => onRevoke(token)} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        ),
    },
  ];
}
