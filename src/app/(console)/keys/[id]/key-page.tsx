"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Key } from "#contract/key.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Callout } from "#ui/callout.tsx";
import type { Snippet } from "#ui/code-tabs.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { KeyStatusBadge, TypeBadge } from "../key-badges.tsx";
import type { KeyOffer } from "../new/key-form-values.ts";
import { KeyActions } from "./key-actions.tsx";
import { KeyAudit } from "./key-audit.tsx";
import { KeyOverview } from "./key-overview.tsx";
import { KeyRequests } from "./key-requests.tsx";
import { KeySettings } from "./key-settings.tsx";
import { KeyUsage } from "./key-usage.tsx";
import { RotationBoard } from "./rotation-board.tsx";

const tabs = ["overview", "usage", "requests", "settings", "audit"] as const;

export type KeyPageProps = {
  first: Key;
  offer: KeyOffer;
  mayWrite: boolean;
  mayAudit: boolean;
  organizationId: string;
  publicUrl: string;
  snippets: readonly Snippet[];
};

/** One key: what it is, what it does, and everything that can be done to it. */
export function KeyPage({ first, offer, mayWrite, mayAudit, organizationId, publicUrl, snippets }: KeyPageProps) {
  const trpc = useTRPC();
  const [asked, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  // Status and last use change by themselves: a key expires, a colleague revokes it, a call comes in.
  const { data: key } = useQuery(
    trpc.keys.get.queryOptions({ id: first.id }, { initialData: first, refetchInterval: 10_000 }),
  );
  const tab = asked === "audit" && !mayAudit ? "overview" : asked;
  const mayChange = mayWrite && key.status !== "revoked";

  return (
    <>
      <PageHeader
        title={key.name}
        back={{ href: "/keys", label: "Keys" }}
        badge={
          <>
            <TypeBadge type={key.type} />
            <KeyStatusBadge of={key} />
          </>
        }
        description={<Copyable value={key.hint} label="Copy prefix and ending" className="text-sm" />}
        actions={mayChange && <KeyActions of={key} publicUrl={publicUrl} organizationId={organizationId} />}
      />
      <State of={key} />
      {key.rotated_at && key.status !== "revoked" && <RotationBoard of={key} mayWrite={mayWrite} />}
      <Tabs
        label="About this key"
        value={tab}
        onValueChange={(next) => void setTab(next)}
        tabs={[
          {
            value: "overview",
            label: "Overview",
            content: <KeyOverview of={key} offer={offer} organizationId={organizationId} snippets={snippets} />,
          },
          { value: "usage", label: "Usage", content: <KeyUsage of={key} /> },
          { value: "requests", label: "Requests", content: <KeyRequests of={key} /> },
          {
            value: "settings",
            label: "Settings",
            content: <KeySettings key={key.version} of={key} offer={offer} mayChange={mayChange} mayWrite={mayWrite} />,
          },
          ...(mayAudit ? [{ value: "audit" as const, label: "Audit", content: <KeyAudit of={key} /> }] : []),
        ]}
      />
    </>
  );
}

/** What one must know before anything else: that the key does not work. */
function State({ of: key }: { of: Key }) {
  if (key.status === "revoked")
    return (
      <Callout tone="info" title="This key was revoked" className="mb-6">
        <TimeAgo time={key.revoked_at} />, for good. Its history stays here.
      </Callout>
    );
  if (key.status === "expired")
    return (
      <Callout tone="danger" title="This key has expired" className="mb-6">
        {key.rule?.effect === "shortened"
          ? `${key.rule.detail} Calls are refused since then. Make a new key, or ask an owner or admin about the rule.`
          : "Calls are refused since then. A later expiry under Settings makes it work again with the same secret."}
      </Callout>
    );
  if (key.status === "disabled")
    return (
      <Callout tone="warning" title="This key is switched off" className="mb-6">
        Since <TimeAgo time={key.disabled_at} />. Calls are refused until somebody enables it.
      </Callout>
    );
  if (key.rule?.effect === "refused")
    return (
      <Callout tone="danger" title="A rule of the organization refuses this key" className="mb-6">
        {key.rule.detail} Calls are refused for as long as the rule stands.
      </Callout>
    );
  return null;
}
