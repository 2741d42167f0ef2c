import type { Metadata } from "next";
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

const { href, title, describes } = pageAt("/docs/quickstart");
export const metadata: Metadata = { title, description: describes };

export default async function QuickstartPage() {
  const { publicUrl, secretPrefix } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="Make a key, ask the API who you are, and read the rows of a source. It takes about a minute."
      samples
    >
      <Section id="key" title="1. Get a key">
        <p>
          The quickest way is the button above: it makes a test key with the preset Data access that ends by itself in
          an hour, and writes it into every sample of these pages. For a key to keep, go to{" "}
          <ConsoleLink href="/keys/new">Create key</ConsoleLink> in the console.
        </p>
        <p>
          A key’s secret is shown once, when it is made. It begins with what it is: <Code>{secretPrefix}_live_</Code>,{" "}
          <Code>{secretPrefix}_test_</Code> or <Code>{secretPrefix}_ro_</Code>.
        </p>
      </Section>

      <Section id="first-call" title="2. Make the first call">
        <p>
          <Code>GET /user</Code> answers for any good key. It tells who you are, for which organization, and what the
          key may do.
        </p>
        <Samples of={callSamples(publicUrl, { path: "/user", headers: { "X-Tenant-ID": "YOUR_ORGANIZATION_ID" } })} />
        <p>
          <Code>X-Tenant-ID</Code> is optional. It grants nothing; it makes sure that you do not use the key of another
          organization by mistake.
        </p>
        <Block title="200 OK, shortened">
          {{
            user: { id: "user_01jd8z5m3qf2v9xk4t7w6y0a1b", email: "ada@example.com", name: "Ada Lovelace" },
            organization: { id: "YOUR_ORGANIZATION_ID", name: "Analytical Engines", role: "owner" },
            credential: { kind: "api_key", name: "Docs, 1 hour", livemode: false },
            effective_scopes: ["projects:read", "data:read", "dashboards:read"],
            rate_limit: { limit: 5000, remaining: 4999, reset_at: 1767232800 },
          }}
        </Block>
      </Section>

      <Section id="sources" title="3. Find a source">
        <p>A source is a data set. List those that the key can see:</p>
        <Samples of={callSamples(publicUrl, { path: "/sources", query: [["limit", "10"]] })} />
        <p>
          Test keys see test sources only, and all other keys see live ones only. If the list is empty, switch the
          console to the mode of your key and <ConsoleLink href="/sources/new">upload a CSV or JSON file</ConsoleLink>.
        </p>
      </Section>

      <Section id="rows" title="4. Read its rows">
        <p>
          Put the <Code>id</Code> of the source into the path. Pages have up to 1,000 rows;{" "}
          <TextLink href="/docs/pagination#rows">filters and sorting</TextLink> are parameters of the query.
        </p>
        <Samples of={callSamples(publicUrl, { path: "/sources/YOUR_SOURCE_ID/data", query: [["page_size", "2"]] })} />
        <Block title="200 OK, shortened">
          {{
            data: [
              { iata: "00M", name: "Thigpen", city: "Bay Springs" },
              { iata: "00R", name: "Livingston Municipal", city: "Livingston" },
            ],
            page: 1,
            page_size: 2,
            total_rows: 3376,
            total_pages: 1688,
          }}
        </Block>
      </Section>

      <Section id="see-it" title="5. See what happened">
        <p>
          Open <ConsoleLink href="/requests">Requests</ConsoleLink>: your calls are there, each with its status,
          duration and every check it went through. <ConsoleLink href="/usage">Usage</ConsoleLink> counts them.
        </p>
        <p>
          When you are done, revoke the key under <ConsoleLink href="/keys">Keys</ConsoleLink>. The next request with it
          is refused with <TextLink href="/docs/errors/revoked_token">revoked_token</TextLink>.
        </p>
      </Section>
    </Article>
  );
}
