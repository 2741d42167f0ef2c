import type { Metadata } from "next";
import Link from "next/link";
import { Article } from "./parts/article.tsx";
import { Block } from "./parts/block.tsx";
import { Code } from "./parts/code.tsx";
import { ConsoleLink } from "./parts/console-link.tsx";
import { pageAt, pagesInOrder } from "./parts/contents.ts";
import { DocsTable } from "./parts/docs-table.tsx";
import { instanceConfig } from "./parts/instance-config.ts";
import { Section } from "./parts/section.tsx";

export const metadata: Metadata = { description: "How to call the Gatehouse API, and what it answers." };

const { href } = pageAt("/docs");

const words = [
  ["organization", "Whose data it is. Its id begins with org_."],
  ["member, role", "A person in an organization: owner, admin, editor or viewer."],
  ["API key", "What a program presents. It belongs to an organization and to the member who made it."],
  ["scope", "One thing that a key may do, such as data:read."],
  ["source", "A data set with typed columns and rows."],
  ["principal", "Who a request acts as, once its key was looked up: member, organization and scopes."],
  ["problem", "An error answer. All of them have the same shape."],
] as const;

export default async function DocsPage() {
  const { publicUrl } = await instanceConfig();
  return (
    <Article
      href={href}
      title="Gatehouse API"
      lead="Read the data of your organization over HTTPS with a key of your own. This page says what to expect; the quickstart gets you to a first answer."
    >
      <Section id="pages" title="Where to begin">
        <ul className="!max-w-none !list-none !pl-0 grid gap-3 sm:grid-cols-2">
          {pagesInOrder
            .filter((page) => page.href !== href)
            .map((page) => (
              <li key={page.href} className="!m-0 !p-0">
                <Link
                  href={page.href}
                  className="flex h-full flex-col gap-0.5 rounded-lg border px-4 py-3 transition-colors hover:border-line-control hover:bg-surface dark:hover:bg-sunken"
                >
                  <span className="text-lg font-medium">{page.title}</span>
                  <span className="text-base text-muted">{page.describes}</span>
                </Link>
              </li>
            ))}
        </ul>
      </Section>

      <Section id="base-url" title="Base URL">
        <p>Every path in these pages stands below this address:</p>
        <Block language="bash">{`${publicUrl}/api/v1`}</Block>
        <p>
          Requests and answers are JSON in UTF-8. The{" "}
          <a
            href="/api/v1/openapi.json"
            className="rounded-sm text-accent underline decoration-accent-line underline-offset-2 hover:decoration-current"
          >
            OpenAPI 3.1 document
          </a>{" "}
          is made from the same declarations that serve the requests, so it is always up to date. Feed it to a client
          generator if you like.
        </p>
      </Section>

      <Section id="conventions" title="Conventions">
        <ul>
          <li>
            Names of fields are in <Code>snake_case</Code>.
          </li>
          <li>
            Ids say what they name: <Code>org_</Code>, <Code>key_</Code>, <Code>src_</Code>, <Code>req_</Code> and so
            on, followed by 26 characters. Treat the whole as opaque.
          </li>
          <li>
            Times are RFC 3339 in UTC, such as <Code>2026-03-01T09:30:00.000Z</Code>.
          </li>
          <li>
            Every answer names its request in <Code>X-Request-Id</Code>. You may choose it: send the header yourself, 8
            to 64 letters, digits, <Code>_</Code> or <Code>-</Code>.
          </li>
          <li>Fields that an operation does not know are refused, not ignored. A typo never passes in silence.</li>
        </ul>
      </Section>

      <Section id="decision" title="How a request is decided">
        <p>The checks run in this order. The first that fails answers, so you can rely on what comes before.</p>
        <ol>
          <li>
            <strong>Credential.</strong> The key is well-formed, known, and not revoked, rotated out, expired or
            disabled; its owner is active; it may be used from this address. Otherwise <Code>401</Code>, or{" "}
            <Code>403</Code> for the address.
          </li>
          <li>
            <strong>Organization.</strong> <Code>X-Tenant-ID</Code>, if sent, names the key’s own. Otherwise{" "}
            <Code>403</Code>.
          </li>
          <li>
            <strong>Rate limit.</strong> The key has requests left in this hour. Otherwise <Code>429</Code>.
          </li>
          <li>
            <strong>Path and method.</strong> There is such an operation. Otherwise <Code>404</Code> or <Code>405</Code>
            .
          </li>
          <li>
            <strong>Scope.</strong> The key holds the scope, and its owner’s role includes it right now. Otherwise{" "}
            <Code>403</Code>.
          </li>
          <li>
            <strong>Input.</strong> The body can be read and each field is valid. Otherwise <Code>400</Code>,{" "}
            <Code>413</Code>, <Code>415</Code> or <Code>422</Code>.
          </li>
          <li>
            <strong>Object.</strong> It exists and this key may see it. Otherwise <Code>404</Code>, exactly as for an id
            that never existed.
          </li>
        </ol>
        <p>
          Each request is recorded before its answer leaves. You find it under{" "}
          <ConsoleLink href="/requests">Requests</ConsoleLink> in the console, with the check that failed.
        </p>
      </Section>

      <Section id="words" title="Words">
        <DocsTable
          caption="Words used in these pages"
          head={["Word", "Meaning"]}
          rows={words.map(([word, meaning]) => ({
            key: word,
            cells: [<strong key="word">{word}</strong>, <span key="meaning">{meaning}</span>],
          }))}
        />
      </Section>
    </Article>
  );
}
