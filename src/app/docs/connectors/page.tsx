import type { Metadata } from "next";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { Section } from "../parts/section.tsx";

const { href, title, describes } = pageAt("/docs/connectors");
export const metadata: Metadata = { title, description: describes };

const role = `create role gatehouse_reader login password '…' connection limit 3;
alter role gatehouse_reader set default_transaction_read_only = on;
grant usage on schema public to gatehouse_reader;
grant select on public.orders to gatehouse_reader;`;

const types = [
  ["smallint, integer, bigint, oid", "integer"],
  ["real, double precision", "number"],
  ["numeric", "number"],
  ["numeric(p, 0) up to 18 digits", "integer"],
  ["numeric(p, s) up to 15 digits", "number"],
  ["numeric with more digits than these", "text, so that none is lost"],
  ["boolean", "boolean"],
  ["date", "date"],
  ["timestamp, timestamptz", "timestamp; one without a zone counts as UTC"],
  ["json, jsonb", "json"],
  ["everything else", "text, as PostgreSQL writes it"],
] as const;

const steps = [
  ["Name of the host", "There is no such name, or it cannot be resolved now."],
  ["Address", "The name leads to an address that may not be called: see below."],
  ["Connection", "Nobody answers, or the connection is refused or cut."],
  ["TLS", "No TLS, a certificate of nobody that is trusted, or of another name."],
  ["Login", "The password, the token, the user or the database is refused."],
  ["Query", "PostgreSQL does not take the statement; its own words are shown."],
  ["Answer, format", "The feed answers with another status than 200, too much, or no table."],
  ["Columns", "The columns no longer fit the source: see below."],
] as const;

export default function ConnectorsPage() {
  return (
    <Article
      href={href}
      title={title}
      lead="A connector reads a table or query of a PostgreSQL, or a CSV, JSON or NDJSON feed, makes a source of it, and keeps that in step: by hand, or on a schedule."
      samples
    >
      <Section id="make" title="Make one">
        <p>
          Editors make connectors in the <ConsoleLink href="/connectors/new">console</ConsoleLink> or by{" "}
          <Code>POST /connectors</Code> with the scope <Code>connectors:write</Code>. The password or token is stored
          sealed and is in no answer; changes of host, port, user or scheme, and weaker TLS, drop it, and it has to be
          given again.
        </p>
        <Block title="POST /connectors">
          {{
            name: "Orders",
            settings: {
              kind: "postgres",
              host: "db.example.com",
              database: "shop",
              user: "gatehouse_reader",
              tls: "verify-full",
              query: "select id, customer, total from orders where placed_at > now() - interval '1 year'",
            },
            secret: "…",
            key_columns: ["id"],
            schedule: { cron: "0 6 * * *", time_zone: "Europe/London" },
          }}
        </Block>
        <Block title="POST /connectors, of a feed">
          {{
            name: "Rates",
            settings: {
              kind: "http",
              url: "https://api.example.com/rates",
              auth: { type: "header", name: "X-API-Key" },
              rows_at: "/data/items",
            },
            secret: "…",
          }}
        </Block>
      </Section>

      <Section id="a-role-for-reading" title="A role for reading">
        <p>
          The statement runs in a read-only transaction, alone: several statements, and whatever writes, are refused.
          What it may read is for the database to say. A superuser could read files of the server (
          <Code>pg_read_file</Code>) or call functions that reach beyond the transaction (<Code>dblink</Code>), so give
          the connector a role that may read these rows and nothing else:
        </p>
        <Block title="As the owner of the database" language="bash">
          {role}
        </Block>
        <DocsTable
          caption="What the types of PostgreSQL become"
          head={["PostgreSQL", "Column"]}
          rows={types.map(([from, to]) => ({ key: from, cells: [<Code key="from">{from}</Code>, to] }))}
        />
        <p>
          A row with a value that no column can hold, such as <Code>NaN</Code> or <Code>infinity</Code>, is left out and
          listed among the rejected rows. Cast in a query where you want another type.
        </p>
      </Section>

      <Section id="feeds" title="Feeds">
        <p>
          What a feed is, is told by its content. Its last <Code>ETag</Code> and <Code>Last-Modified</Code> are sent
          back, and with 304 there is nothing to do; so there is with the same bytes again. At most 256 MiB are read,
          and gzip is undone. Redirects are followed five times; credentials go to the first origin only.{" "}
          <Code>rows_at</Code> is a JSON pointer (RFC 6901) to the array of rows.
        </p>
      </Section>

      <Section id="test" title="Test">
        <p>
          The button Test, or <Code>{"POST /connectors/{id}/test"}</Code>, goes all the way up to the rows without
          taking them, and says at which step it fails and why:
        </p>
        <DocsTable
          caption="Steps of a test"
          head={["Step", "Fails when"]}
          rows={steps.map(([step, fails]) => ({ key: step, cells: [step, fails] }))}
        />
        <p>
          Private, loopback, link-local and metadata addresses are never connected to, however a name or a redirect
          leads there; and nothing is read without TLS. Operators open ranges of their own network by{" "}
          <Code>OUTGOING_ALLOWED_RANGES</Code>, with or without TLS.
        </p>
      </Section>

      <Section id="sync" title="Sync">
        <p>
          <Code>{"POST /connectors/{id}/sync"}</Code> answers 202 with the sync, and{" "}
          <Code>{"GET /connector-syncs/{id}"}</Code> tells how far it is. There is one sync of a connector at a time:
          who asks again gets the one that is under way. All rows of the source are replaced in one moment; until then,
          and if anything fails, the old ones are there. A sync that was interrupted is tried again, three times in all.
        </p>
        <p>
          The history counts what became of the rows. With <Code>key_columns</Code>: added, changed and removed, by key.
          Without, or where the key occurs twice or is empty, whole rows are compared, each as often as it occurs;{" "}
          <Code>changed</Code> is null then, since a changed row is one removed and one added.
        </p>
        <p>
          A schedule has the five fields of cron and a time zone, and comes at most every five minutes. After five
          failures in a row the connector is switched off, and its maker hears of it.
        </p>
      </Section>

      <Section id="columns" title="Columns that change">
        <p>
          A source keeps its columns: whoever reads it relies on them, and policies name them. New columns outside are
          left out, and a column that is gone or holds another type fails the sync. Both stand in <Code>review</Code>{" "}
          and on the connector’s page. Accept them there, or by <Code>{"POST /connectors/{id}/accept-columns"}</Code>,
          and the next sync takes them over.
        </p>
        <p>
          Rows of a source that a connector fills are changed by it alone: replacing, appending and deleting are refused
          with <Code>conflict</Code> until the connector is deleted. The source stays.
        </p>
      </Section>
    </Article>
  );
}
