"use client";

import { useState } from "react";
import type { CreatedToken } from "#contract/token.ts";
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
import { type TokenTab, tokenKinds } from "../token-kinds.ts";

/** The only time the token is shown. Nobody gets away from here without it by mistake. */
export function CreatedTokenView({
  kind,
  created,
  organizationId,
  publicUrl,
  snippets,
}: {
  kind: TokenTab;
  created: CreatedToken;
  organizationId: string;
  publicUrl: string;
  snippets: readonly Snippet[];
}) {
  const [saved, setSaved] = useState(false);
  const guard = useLeaveGuard(!saved);
  const secret = created.token ?? "";
  const isPrivate = kind === "private";
  return (
    <>
      <PageHeader
        title={created.name}
        description="The token is made and works at once. Copy it or download it before you go on."
        actions={
          <LinkButton variant={saved ? "primary" : "secondary"} href={isPrivate ? "/tokens?tab=private" : "/tokens"}>
            Done
          </LinkButton>
        }
      />
      <div className="flex max-w-3xl flex-col gap-6">
        <SecretBox
          secret={secret}
          label={tokenKinds[kind].title}
          {...(isPrivate && { note: "Shown this once. We keep nothing of it but its id." })}
          env={{
            GATEHOUSE_URL: publicUrl,
            GATEHOUSE_TOKEN: secret,
            GATEHOUSE_ORGANIZATION_ID: organizationId,
          }}
          onSaved={() => setSaved(true)}
        />
        <KeyValueList
          items={[
            { term: "Organization id", value: <Copyable value={organizationId} label="Copy organization id" /> },
            { term: "Access", value: accessWords(created) },
            { term: "Expires", value: <Expiry time={created.expires_at} withDate /> },
            ...(isPrivate
              ? [
                  {
                    term: "Verify with",
                    value: <Copyable value={`${publicUrl}/.well-known/jwks.json`} label="Copy address of the keys" />,
                  },
                ]
              : []),
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
        <Card title="Verify" description="Sends GET /api/v1/user with this token from your browser.">
          <VerifyKey secret={secret} organizationId={organizationId} noun="token" />
        </Card>
      </div>
      <LeaveDialog
        waiting={guard.waiting}
        stay={guard.stay}
        onGiveUp={() => setSaved(true)}
        otherwise="revoke it and make another"
      />
    </>
  );
}
