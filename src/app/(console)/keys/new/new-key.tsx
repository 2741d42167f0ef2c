"use client";

import { useState } from "react";
import type { CreatedKey } from "#contract/key.ts";
import type { Snippet } from "#ui/code-tabs.tsx";
import { CreatedKeyView } from "./created-key.tsx";
import { KeyForm } from "./key-form.tsx";
import type { KeyOffer, Prefill } from "./key-form-values.ts";

/** First the form, then the one answer that holds the secret. It lives in this component and nowhere else. */
export function NewKey({
  prefill,
  offer,
  organizationId,
  publicUrl,
  snippets,
}: {
  prefill: Prefill;
  offer: KeyOffer;
  organizationId: string;
  publicUrl: string;
  snippets: readonly Snippet[];
}) {
  const [created, setCreated] = useState<CreatedKey | null>(null);
  if (!created) return <KeyForm prefill={prefill} offer={offer} onCreated={setCreated} />;
  return <CreatedKeyView created={created} organizationId={organizationId} publicUrl={publicUrl} snippets={snippets} />;
}
