"use client";

import { useState } from "react";
import type { CreatedKey } from "#contract/key.ts";
import { Card } from "#ui/card.tsx";
import { CodeTabs, type Snippet } from "#ui/code-tabs.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { SecretBox } from "#ui/secret-box.tsx";
import { accessWords } from "../../credentials/access-words.ts";
import { Expiry } from "../../credentials/expiry.tsx";
import { fillWith } from "../../credentials/placeholders.ts";
import { VerifyKey } from "../../credentials/verify-key.tsx";
import { LeaveDialog } from "../../leaving/leave-dialog.tsx";
import { useLeaveGuard } from "../../leaving/use-leave-guard.ts";
import { TypeBadge } from "../key-badges.tsx";

/** The only time the secret is shown. Nobody gets away from here without it by mistake. */
export function CreatedKeyView({
  created,
  organizationId,
  publicUrl,
  snippets,
}: {
  created: CreatedKey;
  organizationId: string;
  publicUrl: string;
  snippets: readonly Snippet[];
}) {
  const [saved, setSaved] = useState(false);
  const guard = useLeaveGuard(!saved);
  const secret = created.api_key ?? "";
  return (
    <>
      <PageHeader
        title={created.name}
        badge={<TypeBadge type={created.type} />}
        description="The key is made and works at once. Copy its secret or download it before you go on."
        actions={
          <LinkButton variant={saved ? "primary" : "secondary"} href={`/keys/${created.id}`}>
            Done
          </LinkButton>
        }
      />
      <div className="flex max-w-3xl flex-col gap-6">
        <SecretBox
          secret={secret}
          label="Secret"
          env={{
            GATEHOUSE_URL: publicUrl,
            GATEHOUSE_API_KEY: secret,
            GATEHOUSE_ORGANIZATION_ID: organizationId,
          }}
          onSaved={() => setSaved(true)}
        />
        <KeyValueList
          items={[
            { term: "Organization id", value: <Copyable value={organizationId} label="Copy organization id" /> },
            { term: "Access", value: accessWords(created) },
            { term: "Expires", value: <Expiry time={created.expires_at} withDate /> },
          ]}
        />
        <section aria-labelledby="first-call">
          <h2 id="first-call" className="mb-3 text-base font-medium">
            Make a call
          </h2>
          <CodeTabs
            snippets={snippets}
            values={fillWith(secret, organizationId)}
            onCopied={() => setSaved(true)}
            wrap
          />
        </section>
        <Card title="Verify" description="Sends GET /api/v1/user with this key from your browser.">
          <VerifyKey secret={secret} organizationId={organizationId} />
        </Card>
      </div>
      <LeaveDialog waiting={guard.waiting} stay={guard.stay} onGiveUp={() => setSaved(true)} />
    </>
  );
}
