"use client";

import { useState } from "react";
import type { CreatedToken } from "#contract/token.ts";
import type { Snippet } from "#ui/code-tabs.tsx";
import type { TokenTab } from "../token-kinds.ts";
import { CreatedTokenView } from "./created-token.tsx";
import { TokenForm } from "./token-form.tsx";
import type { TokenOffer } from "./token-form-values.ts";

/** First the form, then the one answer that holds the token. It lives in this component and nowhere else. */
export function NewToken({
  prefill,
  offer,
  organizationId,
  publicUrl,
  snippets,
}: {
  prefill: { kind: TokenTab; name: string };
  offer: TokenOffer;
  organizationId: string;
  publicUrl: string;
  snippets: readonly Snippet[];
}) {
  const [made, setMade] = useState<{ kind: TokenTab; created: CreatedToken } | null>(null);
  if (!made)
    return <TokenForm prefill={prefill} offer={offer} onCreated={(kind, created) => setMade({ kind, created })} />;
  return <CreatedTokenView {...made} organizationId={organizationId} publicUrl={publicUrl} snippets={snippets} />;
}
