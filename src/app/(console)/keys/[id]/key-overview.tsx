"use client";

import type { Key } from "#contract/key.ts";
import type { Scope } from "#contract/scope.ts";
import { Badge } from "#ui/badge.tsx";
import { Card } from "#ui/card.tsx";
import { CodeTabs, type Snippet } from "#ui/code-tabs.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { accessWords } from "../../credentials/access-words.ts";
import { EffectiveExpiry } from "../../credentials/expiry.tsx";
import { placeholders } from "../../credentials/placeholders.ts";
import { Reach } from "../../credentials/reach.tsx";
import type { KeyOffer } from "../new/key-form-values.ts";
import { KeyPolicies } from "./key-policies.tsx";

const numbers = new Intl.NumberFormat("en");

/** Everything there is to know about a key, and what it opens at the moment. */
export function KeyOverview({
  of: key,
  offer,
  organizationId,
  snippets,
}: {
  of: Key;
  offer: KeyOffer;
  organizationId: string;
  snippets: readonly Snippet[];
}) {
  const lost = key.scopes.filter((scope) => !key.effective_scopes.includes(scope));
  const metadata = Object.entries(key.metadata);
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-8">
        <KeyValueList
          items={[
            { term: "Key id", value: <Copyable value={key.id} label="Copy key id" /> },
            { term: "Organization id", value: <Copyable value={organizationId} label="Copy organization id" /> },
            {
              term: "Created",
              value: (
                <>
                  <TimeAgo time={key.created_at} /> by {key.created_by.name}
                </>
              ),
            },
            { term: "Expires", value: <EffectiveExpiry of={key} revoked={key.status === "revoked"} withDate /> },
            { term: "Last used", value: <LastUsed of={key} /> },
            ...(key.rotated_at ? [{ term: "Secret rotated", value: <TimeAgo time={key.rotated_at} /> }] : []),
            {
              term: "Limit",
              value: `${numbers.format(key.rate_limit)} requests an hour`,
              hint: key.rate_limit_own ? "Set on this key" : "The default",
            },
            {
              term: "Allowed addresses",
              value:
                key.allowed_ips.length > 0 ? (
                  <span className="font-mono text-xs">{key.allowed_ips.join(", ")}</span>
                ) : (
                  "Any"
                ),
            },
            {
              term:
                accessWords(key) === "Read only" ? "Scopes (read only)" : `Scopes (${accessWords(key).toLowerCase()})`,
              value: <Scopes of={key.scopes} lost={lost} />,
              ...(lost.length > 0 && {
                hint: "Struck out: granted, but the role of the key's owner does not include it now.",
              }),
            },
            ...(metadata.length > 0
              ? [
                  {
                    term: "Metadata",
                    value: (
                      <span className="font-mono text-xs">
                        {metadata.map(([name, value]) => (
                          <span key={name} className="block">
                            {name}={value}
                          </span>
                        ))}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <KeyPolicies keyId={key.id} />
        <section aria-labelledby="make-a-call" className="min-w-0">
          <h2 id="make-a-call" className="mb-3 text-base font-medium">
            Make a call
          </h2>
          <CodeTabs snippets={snippets} values={{ [placeholders.organization]: organizationId }} wrap />
        </section>
      </div>
      {key.status === "active" ? (
        <Reach operations={offer.operations} scopes={key.effective_scopes} readOnly={key.type === "read_only"} />
      ) : (
        <Card title="Can call nothing now">
          <p className="text-sm text-muted">Every call with this key is refused while it is {key.status}.</p>
        </Card>
      )}
    </div>
  );
}

function Scopes({ of: scopes, lost }: { of: readonly Scope[]; lost: readonly Scope[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <li key={scope}>
          <Badge mono className={lost.includes(scope) ? "line-through" : ""}>
            {scope}
            {lost.includes(scope) && <span className="sr-only">, not in effect</span>}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function LastUsed({ of: key }: { of: Key }) {
  if (!key.last_used) return <>Never</>;
  const { ip, operation, status, user_agent } = key.last_used;
  return (
    <span className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TimeAgo time={key.last_used_at} />
        <StatusBadge status={status} />
        <span>{operation || "Unknown path"}</span>
      </span>
      <span className="text-muted">
        from <span className="font-mono text-xs">{ip ?? "an unknown address"}</span>
        {user_agent && `, ${user_agent}`}
      </span>
    </span>
  );
}
