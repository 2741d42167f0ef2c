import type { Metadata } from "next";
import { secretWordOfType } from "#contract/credential.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { instanceConfig } from "../parts/instance-config.ts";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import { callSamples } from "../samples/call-samples.ts";
import { checksumSamples } from "../samples/checksum-samples.ts";
import { Kinds } from "./kinds.tsx";
import { Refusals } from "./refusals.tsx";
import { Sessions } from "./sessions.tsx";
import { Tokens } from "./tokens.tsx";
import { Verification } from "./verification.tsx";

const { href, title, describes } = pageAt("/docs/authentication");
export const metadata: Metadata = { title, description: describes };

const types = [
  { type: "live", label: "Live", does: "Works on live data, within its scopes." },
  { type: "test", label: "Test", does: "Sees and changes test data only. Live objects do not exist for it." },
  { type: "read_only", label: "Read-only", does: "Works on live data and only reads, whatever scopes were asked for." },
] as const;

export default async function AuthenticationPage() {
  const { publicUrl, secretPrefix } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="Every request carries a credential. It says which organization it is for, who is behind it, and what it may do."
      samples
    >
      <Section id="send" title="Send the key">
        <p>
          Put the key into the <Code>Authorization</Code> header as a bearer token:
        </p>
        <Samples of={callSamples(publicUrl, { path: "/user" })} />
        <p>
          Where a tool cannot set that header, send <Code>X-API-Key</Code> instead. One of the two is enough. Two
          different keys in one request are refused with <ErrorLink code="ambiguous_credential" />. Do not put a key
          into a URL: URLs end up in logs.
        </p>
        <h3>X-Tenant-ID</h3>
        <p>
          A key or private token belongs to one organization, so you need not name it. You can, to be sure that a key
          was not deployed to the wrong place: with any other organization’s id the request is refused with{" "}
          <ErrorLink code="tenant_mismatch" />. Personal access tokens and sessions act in any organization that you are
          a member of: there the header chooses. It never grants anything.
        </p>
        <Block title="Header" language="http">
          {"X-Tenant-ID: YOUR_ORGANIZATION_ID"}
        </Block>
      </Section>

      <Section id="kinds" title="Kinds of credentials">
        <Kinds secretPrefix={secretPrefix} />
      </Section>

      <Section id="types" title="Types of key">
        <DocsTable
          caption="Types of key"
          head={["Type", "Begins with", "What it does"]}
          rows={types.map(({ type, label, does }) => ({
            key: type,
            cells: [
              <strong key="label" className="whitespace-nowrap">
                {label}
              </strong>,
              <Code key="prefix">{`${secretPrefix}_${secretWordOfType[type]}_`}</Code>,
              does,
            ],
          }))}
        />
        <p>
          Test and live data never mix. The console shows one of them at a time; the switch is at the top of its
          navigation.
        </p>
        <p>
          Whatever its type and <TextLink href="/docs/scopes">scopes</TextLink>, a key can never do more than the role
          of the member who made it includes right now. If their role is lowered, the key is narrowed with its next
          request.
        </p>
      </Section>

      <Section id="create" title="Create a key">
        <p>
          In the console: <ConsoleLink href="/keys/new">Create key</ConsoleLink>. By the API, with a key that holds{" "}
          <Code>keys:write</Code>:
        </p>
        <Samples
          of={callSamples(publicUrl, {
            method: "POST",
            path: "/api-keys",
            headers: { "Idempotency-Key": "nightly-report-1" },
            body: { name: "Nightly report", type: "read_only", preset: "data_access" },
          })}
        />
        <ul>
          <li>
            Send either a <Code>preset</Code> or a list of <Code>scopes</Code>.
          </li>
          <li>
            Without <Code>expires_at</Code> the key expires in 90 days. Send a time of your own, or <Code>null</Code>{" "}
            for never, if the organization allows it. A rule of the organization may come later and end it earlier: each
            key tells <Code>effective_expires_at</Code>, and in <Code>rule</Code> why.
          </li>
          <li>
            <Code>allowed_ips</Code> takes addresses and CIDR blocks. Empty means any address.
          </li>
          <li>
            A key cannot make a key that is able to do more than itself: not more scopes, not a later expiry, not other
            addresses, not a higher limit.
          </li>
        </ul>
        <p>
          The answer holds the secret in <Code>api_key</Code>. It is the only place where it ever stands; we keep a
          SHA-256 hash and the first and last four characters as a hint. If you lose it, rotate the key.
        </p>
      </Section>

      <Section id="format" title="Format and checksum">
        <p>
          A key is <Code>{`${secretPrefix}_<type>_`}</Code>, then 43 base62 characters with 256 random bits, then 6
          characters of checksum. The checksum is the CRC-32 of everything before it, in base62. A key with a typo is
          refused without a look-up, and you can tell a broken copy yourself:
        </p>
        <Samples of={checksumSamples} />
        <p>Secret scanners find keys, personal access tokens and refresh tokens with this pattern:</p>
        <Block language="bash">{`${secretPrefix}_(live|test|ro|pat|refresh)_[0-9A-Za-z]{49}`}</Block>
      </Section>

      <Section id="rotate" title="Rotate a key">
        <p>
          Rotation gives a key a new secret. Its id, settings and history stay. The old secret goes on working for an
          overlap, so that you can deploy the new one in peace: 24 hours unless you say otherwise, from 0 to 7 days.
        </p>
        <Samples
          of={callSamples(publicUrl, {
            method: "POST",
            path: "/api-keys/YOUR_KEY_ID/rotate",
            body: { overlap_seconds: 3600 },
          })}
        />
        <p>
          During the overlap, answers to the old secret carry <Code>Deprecation</Code>, <Code>Sunset</Code> and a{" "}
          <Code>Link</Code> to the key’s page. So do answers to a key that expires within 7 days. Let your client log
          them. After the overlap the old secret is refused with <ErrorLink code="rotated_key" />.
        </p>
      </Section>

      <Section id="end" title="Disable and revoke">
        <p>
          <Code>POST /api-keys/YOUR_KEY_ID/disable</Code> switches a key off, <Code>/enable</Code> switches it on again.{" "}
          <Code>DELETE /api-keys/YOUR_KEY_ID</Code> revokes it for good. Each works from the next request on.
        </p>
        <Refusals />
      </Section>

      <Section id="sessions" title="Log in over the API">
        <Sessions publicUrl={publicUrl} />
      </Section>

      <Section id="tokens" title="Personal and private tokens">
        <Tokens publicUrl={publicUrl} />
      </Section>

      <Section id="verify" title="Verify the credentials of your callers">
        <Verification publicUrl={publicUrl} />
      </Section>

      <Section id="care" title="Handle keys with care">
        <ul>
          <li>Give each program a key of its own, with the fewest scopes it needs. You can then end one alone.</li>
          <li>
            Keep keys in the environment or in a secret store, never in source code. The console offers a{" "}
            <Code>.env</Code> file when it shows a new key.
          </li>
          <li>Do not put keys into web pages or apps that other people run. They can read them.</li>
          <li>Let keys expire, and bind those of servers to their addresses.</li>
          <li>
            If a key leaks, rotate it with an overlap of 0, then look at{" "}
            <ConsoleLink href="/requests">Requests</ConsoleLink> to see where it was used.
          </li>
        </ul>
      </Section>
    </Article>
  );
}
