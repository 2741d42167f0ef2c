"use client";

import { Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { newTokenHref, tokenKinds, tokenTabs } from "./token-kinds.ts";
import { TokenList } from "./token-list.tsx";

/** Both kinds of tokens that people make for themselves. */
export function TokensView({ mayCreate, seesEverybody }: { mayCreate: boolean; seesEverybody: boolean }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tokenTabs).withDefault("personal"));
  return (
    <>
      <PageHeader
        title="Tokens"
        description={
          mayCreate
            ? "What acts as you, outside the portal. For a service that others depend on, make a key instead."
            : "The organization has switched off the creation of new tokens. Those that exist go on working."
        }
        actions={
          mayCreate && (
            <LinkButton variant="primary" href={newTokenHref(tab)}>
              <Plus aria-hidden />
              Create token
            </LinkButton>
          )
        }
      />
      <Tabs
        label="Kinds of tokens"
        value={tab}
        onValueChange={(next) => void setTab(next)}
        tabs={tokenTabs.map((value) => ({
          value,
          label: tokenKinds[value].tab,
          content: <TokenList tab={value} mayCreate={mayCreate} seesEverybody={seesEverybody} />,
        }))}
      />
    </>
  );
}
