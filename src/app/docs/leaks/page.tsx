import type { Metadata } from "next";
import { scannerPattern } from "#contract/credential.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { instanceConfig } from "../parts/instance-config.ts";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import { callSamples } from "../samples/call-samples.ts";

const { href, title, describes } = pageAt("/docs/leaks");
export const metadata: Metadata = { title, description: describes };

export default async function LeaksPage() {
  const { publicUrl, secretPrefix } = await instanceConfig();
  const pattern = scannerPattern(secretPrefix);
  return (
    <Article
      href={href}
      title={title}
      lead="Secrets get into repositories, logs and chats. Ours are easy to find by a program, and whoever finds one can end it at once, without an account."
      samples
    >
      <Section id="found" title="You found one">
        <p>
          Paste it at <TextLink href="/leak">/leak</TextLink>. If it opens anything, it opens nothing from the next
          request on, and its owner is told. The answer is the same either way: it never says whether there was such a
          secret. By program:
        </p>
        <Samples
          of={callSamples(publicUrl, { method: "POST", path: "/auth/revoke", body: { token: "THE_FOUND_SECRET" } })}
        />
        <p>
          Whoever sends a credential as their own, in <Code>Authorization</Code> with an empty body, revokes it in the
          same way; that is not told as a leak. Each address may send 60 in 15 minutes.
        </p>
      </Section>

      <Section id="owner" title="Yours was found">
        <p>
          The owner of the key, and owners and admins of the organization, get the alert <Code>key.leaked</Code>, by
          mail too. <ConsoleLink href="/audit?action=key.leaked">The audit log</ConsoleLink> says from which address it
          was reported, <ConsoleLink href="/requests">the request log</ConsoleLink> what was done with it before. Make a
          new key and deploy it. If the found secret was one from before a rotation, only that one is ended.
        </p>
      </Section>

      <Section id="pattern" title="Recognize them">
        <p>Every secret of this installation is matched by this regular expression:</p>
        <Block title="Regular expression" language="http">
          {pattern}
        </Block>
        <p>
          The last six characters are a checksum over what stands before them, so a scanner can rule out chance without
          asking; <TextLink href="/docs/authentication">Authentication</TextLink> shows how. For{" "}
          <TextLink href="https://github.com/secretlint/secretlint">secretlint</TextLink>, this is the configuration:
        </p>
        <Block title=".secretlintrc.json">
          {{
            rules: [
              {
                id: "@secretlint/secretlint-rule-pattern",
                options: { patterns: [{ name: "Gatehouse credential", patterns: [`/${pattern}/`] }] },
              },
            ],
          }}
        </Block>
      </Section>

      <Section id="scanners" title="Secret scanners">
        <p>
          A scanner that follows GitHub’s secret scanning partner program posts its findings to{" "}
          <Code>POST /secret-scanning/findings</Code>: a list of <Code>token</Code>, <Code>type</Code>, <Code>url</Code>{" "}
          and <Code>source</Code>. <Code>Github-Public-Key-Identifier</Code> names its key and{" "}
          <Code>Github-Public-Key-Signature</Code> holds an ECDSA P-256 signature with SHA-256 over the body. The
          operator names the list of keys in <Code>SECRET_SCANNING_KEYS</Code>. A scanner that is known is told which
          findings were real:
        </p>
        <Block title="Answer">
          {[
            {
              token_hash: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
              token_type: "gatehouse_key",
              label: "true_positive",
            },
          ]}
        </Block>
      </Section>
    </Article>
  );
}
