import type { Metadata } from "next";
import { MAX_COLUMNS, MAX_ROWS, MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { aggregateFunctions, timeBuckets } from "#contract/source-query.ts";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { instanceConfig } from "../parts/instance-config.ts";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import {
  appendSamples,
  exportSamples,
  querySamples,
  replaceSamples,
  unchangedSamples,
} from "../samples/source-samples.ts";
import { exportWords, functionWords } from "./words.ts";

const { href, title, describes } = pageAt("/docs/sources");
export const metadata: Metadata = { title, description: describes };

const grouped = new Intl.NumberFormat("en");

export default async function SourcesPage() {
  const { publicUrl } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="A source is a table with typed columns. Keys read it, ask it questions, take it along as a file, and keep it up to date."
      samples
    >
      <Section id="query" title="Ask a question">
        <p>
          <Code>POST /sources/YOUR_SOURCE_ID/query</Code> filters, groups and works out numbers in one go. It is a read:
          a read-only key may send it, and an <Code>Idempotency-Key</Code> means nothing to it.
        </p>
        <Samples of={querySamples(publicUrl)} />
        <Block title="200 OK">
          {{
            data: [
              { day: "2024-02-01", sum_amount: 7, count: 2 },
              { day: "2024-01-01", sum_amount: 5, count: 1 },
            ],
            columns: [
              { name: "day", type: "date", nullable: false, description: null },
              { name: "sum_amount", type: "integer", nullable: true, description: null },
              { name: "count", type: "integer", nullable: false, description: null },
            ],
            truncated: false,
          }}
        </Block>
        <ul>
          <li>
            <Code>group_by</Code> takes names of columns, or <Code>{'{"column": …, "bucket": …}'}</Code> for dates and
            times, in steps of {timeBuckets.join(", ")}, in UTC; weeks begin on Monday.
          </li>
          <li>
            <Code>filter</Code> takes what <Code>?filter=</Code> takes, or its parts:{" "}
            <Code>{'{"column": "state", "op": "in", "value": ["CA", "NY"]}'}</Code>.
          </li>
          <li>
            <Code>sort</Code> names columns of the answer, a minus before a name means descending. Groups without it
            come in the order of what they are grouped by.
          </li>
          <li>
            <Code>as</Code> gives a column of the answer another name, <Code>select</Code> picks and orders them.
          </li>
          <li>
            Without <Code>group_by</Code> and <Code>aggregate</Code> the answer is rows. <Code>limit</Code> goes up to
            10,000, and <Code>truncated</Code> says whether there are more.
          </li>
        </ul>
        <DocsTable
          caption="Functions of a query"
          head={["Function", "Gives", "Of columns"]}
          rows={aggregateFunctions.map((name) => ({
            key: name,
            cells: [<Code key="name">{name}</Code>, functionWords[name].gives, functionWords[name].of],
          }))}
        />
      </Section>

      <Section id="export" title="Take it along">
        <p>
          <Code>GET /sources/YOUR_SOURCE_ID/export</Code> streams every row that passes <Code>filter</Code>, in the
          order of <Code>sort</Code>, with the columns of <Code>fields</Code>. If something fails half-way the
          connection is cut, so an export that ended well is whole.
        </p>
        <Samples of={exportSamples(publicUrl)} />
        <DocsTable
          caption="Formats of exports"
          head={["format", "Is", "Types"]}
          rows={Object.entries(exportWords).map(([format, { is, types }]) => ({
            key: format,
            cells: [<Code key="format">{format}</Code>, is, types],
          }))}
        />
      </Section>

      <Section id="unchanged" title="Ask only for what is new">
        <p>
          Rows, exports, queries and the source itself carry an <Code>ETag</Code>. Send it back as{" "}
          <Code>If-None-Match</Code>: as long as you would get the same, the answer is <Code>304</Code> and empty. It
          counts as a request. Other rows, another policy or another question make another tag.
        </p>
        <Samples of={unchangedSamples(publicUrl)} />
        <p>
          <Code>data_updated_at</Code> of a source tells when its rows last changed.
        </p>
      </Section>

      <Section id="append" title="Append rows">
        <p>
          <Code>POST /sources/YOUR_SOURCE_ID/rows</Code> takes up to 10,000 rows as JSON, of at most 1 MiB. All of them
          are there at once, or none is: a value that does not fit its column is <ErrorLink code="invalid_input" />,
          with its place. A column that a row lacks stays empty.
        </p>
        <Samples of={appendSamples(publicUrl)} />
        <p>
          More at once go as a file, with the same path and <Code>multipart/form-data</Code>. Rows of a file that do not
          fit are left out and listed. Appending never changes columns.
        </p>
      </Section>

      <Section id="replace" title="Replace the rows">
        <p>
          <Code>PUT /sources/YOUR_SOURCE_ID/content</Code> puts the rows of a file in the place of all that are there.
          Until the last one is in, the old ones are read, and if anything fails, they stay. A file that takes longer
          than 20 seconds is answered with <Code>202</Code>; <Code>load</Code> of the source then tells how far it is.
        </p>
        <Samples of={replaceSamples(publicUrl)} />
        <p>
          A file with other columns or types is refused with <ErrorLink code="schema_changed" />, which names each
          difference. To take them over, send it again with the field <Code>accept_schema_change</Code>,{" "}
          <Code>true</Code>. What you once decided about a column (its name, its type, to leave it out) holds for later
          files too.
        </p>
        <p>
          A file has at most {MAX_UPLOAD_BYTES / 1024 / 1024} MiB, a source {grouped.format(MAX_ROWS)} rows and{" "}
          {MAX_COLUMNS} columns. Whose view of a source is limited by a policy cannot change its rows.
        </p>
      </Section>
    </Article>
  );
}
