import type { Metadata } from "next";
import { EXPOSED_HEADERS, MAX_AGE, METHODS, REQUEST_HEADERS } from "#core/cors/cors-headers.ts";
import { Article } from "../parts/article.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { instanceConfig } from "../parts/instance-config.ts";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import { browserSamples, preflightSamples } from "../samples/cors-samples.ts";

const { href, title, describes } = pageAt("/docs/browsers");
export const metadata: Metadata = { title, description: describes };

const listed = (names: string) =>
  names.split(", ").map((name, index) => [index > 0 && ", ", <Code key={name}>{name}</Code>]);

export default async function BrowsersPage() {
  const { publicUrl } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="A script of a web page may call the API only if your organization allows the page’s origin (CORS). Programs outside of a browser are not concerned."
      samples
    >
      <Section id="allow" title="Allow an origin">
        <p>
          An owner or admin lists it under <ConsoleLink href="/settings">Settings</ConsoleLink>, Browser access, or by{" "}
          <Code>PATCH /organizations/{"{id}"}/settings</Code> with <Code>allowed_origins</Code>. An origin is scheme,
          host and port, exactly as the browser sends it: <Code>https://app.example.com</Code>, without a path or a
          slash at its end. A port is part of it unless it is the scheme’s own. There are no wildcards, and{" "}
          <Code>null</Code> (files, sandboxed frames) is never allowed.
        </p>
        <p>It is in effect from the next request on. Browsers may remember an earlier yes for a day.</p>
      </Section>

      <Section id="test" title="Test it">
        <p>
          Below the list stands a tester: give it an origin and a method, and it shows the very headers that a browser
          would get, before the request and with its answer, and why. The first half can be asked by anybody:
        </p>
        <Samples of={preflightSamples(publicUrl)} />
      </Section>

      <Section id="steps" title="What happens">
        <p>
          Before it sends a key, a browser asks with <Code>OPTIONS</Code> whether it may (the preflight). There is no
          credential in that question, so it is answered for every origin that some organization of this installation
          allows. The answer itself can be read by the page only if the organization of the presented credential allows
          its origin. Preflights count against no limit.
        </p>
        <DocsTable
          caption="What a page is allowed"
          head={["What", "Value"]}
          rows={[
            { key: "methods", cells: ["Methods", listed(METHODS)] },
            { key: "send", cells: ["Headers it may send", listed(REQUEST_HEADERS)] },
            { key: "read", cells: ["Headers it may read", listed(EXPOSED_HEADERS)] },
            { key: "age", cells: ["Remembered for", `${MAX_AGE} seconds`] },
          ]}
        />
        <p>
          Cookies are never allowed: <Code>credentials: "include"</Code> makes the browser refuse the answer. Send the
          credential in <Code>Authorization</Code> or <Code>X-API-Key</Code>.
        </p>
      </Section>

      <Section id="errors" title="When the browser says “blocked by CORS policy”">
        <p>
          Nobody can tell whose page it is if no good credential came with the request. So a{" "}
          <ErrorLink code="unauthorized" />, an <ErrorLink code="invalid_token" /> or a limit of the address cannot be
          read by the page, and looks to it like an origin that is not allowed. Every other refusal, such as{" "}
          <ErrorLink code="insufficient_scope" /> or <ErrorLink code="rate_limit_exceeded" /> of the credential, is read
          like any answer. What the API answered stands in the <ConsoleLink href="/requests">request log</ConsoleLink>{" "}
          either way.
        </p>
        <Samples of={browserSamples(publicUrl)} />
      </Section>

      <Section id="keys" title="What to put into a page">
        <p>
          Whatever is in a page can be read by whoever visits it, and an allowed origin protects nothing outside of a
          browser. Give the page the token of its visitor (<Code>POST /auth/login</Code>), or let your own server call
          the API. If a key has to be in a public page, make it read-only, with the fewest scopes, a limit of its own
          and an early expiry.
        </p>
      </Section>
    </Article>
  );
}
