import type { Metadata } from "next";
import { hourlyLimits } from "#contract/credential.ts";
import { publicOperations } from "#core/limits/limit-keys.ts";
import { WINDOW_SECONDS } from "#core/limits/window.ts";
import { operations } from "#rest/operations.ts";
import { TextLink } from "#ui/text-link.tsx";
import { problemExample } from "../errors/problem-example.ts";
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
import { backoffSamples } from "../samples/backoff-samples.ts";

const { href, title, describes } = pageAt("/docs/limits");
export const metadata: Metadata = { title, description: describes };

const number = (value: number) => value.toLocaleString("en-US");

const headers = [
  ["X-RateLimit-Limit", "Requests that you have in an hour."],
  ["X-RateLimit-Remaining", "How many of them are left."],
  ["X-RateLimit-Reset", "When the hour ends, in seconds since 1970."],
  ["RateLimit-Policy", "The same limit as the IETF draft writes it: quota q, window w in seconds."],
  ["RateLimit", "What remains, r, and the seconds until the hour ends, t."],
  ["Retry-After", "How many seconds to wait. On 429 and 503 only."],
] as const;

export default async function LimitsPage() {
  const { publicUrl, anonymousLimit, publicLimit, portalLimit } = await instanceConfig();
  const withoutKey = operations.filter(({ id }) => publicOperations.includes(id)).map(({ path }) => path);
  const { body } = problemExample("rate_limit_exceeded", publicUrl);
  return (
    <Article
      href={href}
      title={title}
      lead="Each key has a number of requests an hour. Every answer says how many are left, so a client never has to guess."
      samples
    >
      <Section id="limits" title="Limits">
        <DocsTable
          caption="Requests an hour"
          head={["Who calls", "Requests an hour", "Counted for"]}
          rows={[
            {
              key: "key",
              cells: [
                "An API key, personal access token or private token",
                <Count key="n" value={hourlyLimits.api_key} />,
                "each key or token",
              ],
            },
            {
              key: "session",
              cells: [
                "An access token of a session",
                <Count key="n" value={hourlyLimits.session} />,
                "each session, over all its tokens",
              ],
            },
            {
              key: "share",
              cells: ["A share token", <Count key="n" value={hourlyLimits.share} />, "each share link"],
            },
            {
              key: "none",
              cells: ["No key, or a refused one", <Count key="n" value={anonymousLimit} />, "each client address"],
            },
            {
              key: "public",
              cells: [
                <span key="paths">
                  Anybody, on {withoutKey.map((path, index) => [index > 0 && " and ", <Code key={path}>{path}</Code>])}
                </span>,
                <Count key="n" value={publicLimit} />,
                "each client address",
              ],
            },
            {
              key: "portal",
              cells: ["The console", <Count key="n" value={portalLimit} />, "each person, in all their browsers"],
            },
          ]}
        />
        <p>
          An owner or admin can give a key a limit of its own. Its rotated secrets share one count. An IPv6 address
          counts together with its whole <Code>/64</Code> network.
        </p>
        <p>
          In <ConsoleLink href="/settings">Settings</ConsoleLink> they can also limit every key, all credentials of one
          member together, and all of the organization together. A request counts against each of them, or against none
          if one is used up. What somebody does in the console counts apart from what their keys do. Limits hold
          exactly, on however many instances Gatehouse runs.
        </p>
        <p>
          The window is a clock hour: counts begin anew at each full hour. Every request counts, also one that is
          answered with an error further down, such as <Code>404</Code> or <Code>422</Code>. A request that is refused
          with <Code>429</Code> is not counted and nothing of it was done.
        </p>
      </Section>

      <Section id="headers" title="Headers">
        <DocsTable
          caption="Headers about the limit"
          head={["Header", "Says"]}
          rows={headers.map(([name, says]) => ({ key: name, cells: [<Code key="name">{name}</Code>, says] }))}
        />
        <Block title="Part of an answer" language="http">
          {[
            "HTTP/1.1 200 OK",
            "X-RateLimit-Limit: 5000",
            "X-RateLimit-Remaining: 4987",
            "X-RateLimit-Reset: 1767232800",
            `RateLimit-Policy: "key";q=5000;w=${WINDOW_SECONDS}`,
            'RateLimit: "key";r=4987;t=1800',
          ].join("\n")}
        </Block>
        <p>
          Of several limits the answer tells the one with the least left. Its name is <Code>"key"</Code>,{" "}
          <Code>"member"</Code> or <Code>"organization"</Code>, and <Code>"anonymous"</Code> or <Code>"public"</Code>{" "}
          where an address is counted.
        </p>
        <p>
          <Code>GET /user</Code> tells the same in its body, and <ConsoleLink href="/usage">Usage</ConsoleLink> in the
          console shows when a quota will run out at the present pace.
        </p>
      </Section>

      <Section id="exceeded" title="When the limit is reached">
        <p>
          The answer is <ErrorLink code="rate_limit_exceeded" />:
        </p>
        <Block title="429 Too Many Requests">{body}</Block>
      </Section>

      <Section id="backoff" title="Wait and try again">
        <p>
          Wait for the seconds in <Code>Retry-After</Code>, plus a little at random. These functions do it for{" "}
          <Code>429</Code> and for <Code>503</Code>, with nothing but the standard library.
        </p>
        <Samples of={backoffSamples(publicUrl)} />
        <ul>
          <li>Watch X-RateLimit-Remaining and slow down before it reaches zero.</li>
          <li>
            Ask for more at once: lists give up to 100 items and rows up to 1,000 a page. The{" "}
            <TextLink href="/docs/sources#export">export</TextLink> of a source is one request, however long it is.
          </li>
          <li>
            When you retry a <Code>POST</Code>, send an{" "}
            <TextLink href="/docs/pagination#idempotency">Idempotency-Key</TextLink>, so that it cannot happen twice.
          </li>
        </ul>
      </Section>
    </Article>
  );
}

const Count = ({ value }: { value: number }) => <span className="tabular font-mono text-sm">{number(value)}</span>;
