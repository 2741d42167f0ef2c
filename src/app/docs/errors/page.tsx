import { STATUS_CODES } from "node:http";
import type { Metadata } from "next";
import { problemCodes, problems } from "#contract/problem.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { instanceConfig } from "../parts/instance-config.ts";
import { Section } from "../parts/section.tsx";
import { problemExample } from "./problem-example.ts";

const { href, title, describes } = pageAt("/docs/errors");
export const metadata: Metadata = { title, description: describes };

const fields = [
  ["type", "The address of the page about this code."],
  ["title", "The code in a few words. The same for every occurrence."],
  ["status", "The HTTP status."],
  ["code", "What happened, for programs. Decide by this one."],
  ["detail", "What happened this time, for people. The words may change."],
  ["request_id", "Names the request, as X-Request-Id does."],
  ["errors", "On invalid_input: each field that is wrong, with attr, code and detail."],
  ["required_scopes", "The scopes that were missing."],
  ["fix_url", "The page of the console where it can be put right."],
  ["limit, reset_at", "On rate_limit_exceeded: the limit, and when it begins anew in epoch seconds."],
] as const;

export default async function ErrorsPage() {
  const { publicUrl } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="Every error has one shape, a code that stays the same, and a page that says what to do."
    >
      <Section id="shape" title="The shape">
        <p>
          Errors are problems as RFC 9457 describes them, with the content type <Code>application/problem+json</Code>:
        </p>
        <Block title={`422 ${STATUS_CODES[422]}`}>{problemExample("invalid_input", publicUrl).body}</Block>
        <DocsTable
          caption="Fields of a problem"
          head={["Field", "Says"]}
          rows={fields.map(([name, says]) => ({ key: name, cells: [<Code key="name">{name}</Code>, says] }))}
        />
        <p>Fields from errors down stand only where they mean something.</p>
      </Section>

      <Section id="codes" title="All codes">
        <DocsTable
          caption="Codes of problems"
          head={["Status", "Code", "Meaning"]}
          rows={problemCodes.map((code) => ({
            key: code,
            cells: [
              <span key="status" className="tabular font-mono text-sm text-muted">
                {problems[code].status}
              </span>,
              <ErrorLink key="code" code={code} />,
              problems[code].title,
            ],
          }))}
        />
      </Section>

      <Section id="handle" title="Handle errors">
        <ul>
          <li>
            Look at the status first. <Code>4xx</Code> means that the same request will be refused again; only{" "}
            <Code>429</Code> passes by itself. <Code>5xx</Code> means that it is worth another try.
          </li>
          <li>
            Then look at <Code>code</Code>. Treat one that you do not know like its status alone, because codes may be
            added.
          </li>
          <li>
            Write <Code>request_id</Code> to your log. Under <ConsoleLink href="/requests">Requests</ConsoleLink> it
            leads to the request and to the very check that failed.
          </li>
          <li>
            Honor <Code>Retry-After</Code>. <TextLink href="/docs/limits#backoff">Rate limits</TextLink> has functions
            that do.
          </li>
        </ul>
      </Section>

      <Section id="order" title="Which error comes first">
        <p>
          A request may be wrong in several ways. The order of the checks is fixed:{" "}
          <TextLink href="/docs#decision">how a request is decided</TextLink>. So a <Code>422</Code> tells you that the
          key is good, within its limit, and has the scope.
        </p>
        <p>
          What another organization owns answers exactly like an id that never existed, with{" "}
          <ErrorLink code="not_found" />. An error never tells more than you may know.
        </p>
      </Section>
    </Article>
  );
}
