import type { Metadata } from "next";
import { filterOps } from "#contract/source.ts";
import { operations } from "#rest/operations.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { instanceConfig } from "../parts/instance-config.ts";
import { MethodPath } from "../parts/method-path.tsx";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import { callSamples } from "../samples/call-samples.ts";
import { cursorSamples } from "../samples/cursor-samples.ts";
import { opWords, typeWords } from "./words.ts";

const { href, title, describes } = pageAt("/docs/pagination");
export const metadata: Metadata = { title, description: describes };

export default async function PaginationPage() {
  const { publicUrl } = await instanceConfig();
  const tagged = operations.filter((operation) => operation.kind === "verb" && operation.etag);
  return (
    <Article
      href={href}
      title={title}
      lead="Read long lists and large sources page by page, and change things without stepping on anybody’s toes."
      samples
    >
      <Section id="cursors" title="Lists">
        <p>
          Lists take <Code>limit</Code>, from 1 to 100, 25 by default, and answer with <Code>data</Code> and{" "}
          <Code>next_cursor</Code>. Send that back as <Code>cursor</Code> until it is <Code>null</Code>. A cursor is
          opaque; keep the other parameters as they were.
        </p>
        <Samples of={cursorSamples(publicUrl)} />
        <p>
          Items that appear while you read are neither skipped nor given twice: a cursor marks a place in the order, not
          a number of items.
        </p>
        <p>
          Filters are parameters with names of their own, such as <Code>status</Code> or <Code>q</Code>. Where a list
          can be sorted, <Code>sort</Code> takes a field; a minus before it means descending, as in{" "}
          <Code>sort=-created_at</Code>.
        </p>
      </Section>

      <Section id="rows" title="Rows of a source">
        <p>
          Rows page by number, as BI tools expect: <Code>page</Code> counts from 1 and <Code>page_size</Code> goes up to
          1,000. The answer tells the totals for your filter and the columns with their types.
        </p>
        <Samples
          of={callSamples(publicUrl, {
            path: "/sources/YOUR_SOURCE_ID/data",
            query: [
              ["fields", "name,city"],
              ["filter", "state:eq:CA"],
              ["sort", "city,-name"],
              ["page_size", "2"],
            ],
          })}
        />
        <Block title="200 OK">
          {{
            data: [
              { name: "Agua Dulce Airpark", city: "Agua Dulce" },
              { name: "Alturas Municipal", city: "Alturas" },
            ],
            page: 1,
            page_size: 2,
            total_rows: 205,
            total_pages: 103,
            next_cursor: "WyIyMTM0IiwiUlhEYk1XcjZ3cVFzIl0",
            columns: [
              { name: "name", type: "text", nullable: false, description: null },
              { name: "city", type: "text", nullable: false, description: null },
            ],
          }}
        </Block>
        <p>
          For deep reading, send <Code>next_cursor</Code> as <Code>cursor</Code> in place of <Code>page</Code>. A cursor
          costs the same on the last page as on the first. A page number has to count its way there, so page numbers end
          at the first million rows. Groups, sums and whole files are in{" "}
          <TextLink href="/docs/sources">Sources</TextLink>.
        </p>
        <ul>
          <li>
            <Code>fields</Code> names the columns to return, comma-separated. Without it you get all.
          </li>
          <li>
            <Code>sort</Code> names up to five columns. Rows without a value come last. Text is ordered by code points.
          </li>
          <li>
            A column whose name holds a colon, comma or quote stands in double quotes, with quotes inside doubled.
          </li>
          <li>
            A read that takes longer than 5 seconds is stopped with <ErrorLink code="invalid_input" />.
          </li>
        </ul>
      </Section>

      <Section id="filters" title="Filters">
        <p>
          <Code>filter</Code> has the form <Code>column:operator:value</Code>. Repeat it to narrow further: a row must
          pass each of them, at most 20. Values are read by the type of the column. An unknown column or a value of
          another type is <ErrorLink code="invalid_input" />.
        </p>
        <DocsTable
          caption="Operators of filters"
          head={["Operator", "Keeps rows whose value is", "Example"]}
          rows={filterOps.map((op) => ({
            key: op,
            cells: [
              <Code key="op">{op}</Code>,
              opWords[op].does,
              <code key="example" className="break-id font-mono text-sm">
                {opWords[op].example}
              </code>,
            ],
          }))}
        />
        <p>
          <Code>lt</Code> to <Code>gte</Code> work on everything but booleans and JSON, <Code>like</Code> and{" "}
          <Code>ilike</Code> on text only, and JSON columns know <Code>is_null</Code> alone. Values in a URL must be
          percent-encoded: <Code>%</Code> is written <Code>%25</Code>.
        </p>
      </Section>

      <Section id="types" title="Types of columns">
        <DocsTable
          caption="Types of columns"
          head={["Type", "Holds", "In JSON"]}
          rows={Object.entries(typeWords).map(([type, { holds, json }]) => ({
            key: type,
            cells: [<Code key="type">{type}</Code>, holds, json],
          }))}
        />
      </Section>

      <Section id="etags" title="ETag and If-Match">
        <p>
          An answer about a single object carries an <Code>ETag</Code>, such as <Code>"v3"</Code>. Send it back as{" "}
          <Code>If-Match</Code> when you change the object. If somebody was faster, nothing happens and the answer is{" "}
          <ErrorLink code="precondition_failed" />. Without the header, the last one wins.
        </p>
        <Samples
          of={callSamples(publicUrl, {
            method: "PATCH",
            path: "/api-keys/YOUR_KEY_ID",
            headers: { "If-Match": '"v3"' },
            body: { name: "Nightly report" },
          })}
        />
        <p>
          A <Code>PATCH</Code> is a merge: fields that you leave out stay as they are. These operations answer with an
          ETag:
        </p>
        <ul>
          {tagged.map((operation) => (
            <li key={operation.id}>
              <MethodPath operation={operation} />
            </li>
          ))}
        </ul>
      </Section>

      <Section id="idempotency" title="Idempotency-Key">
        <p>
          When a connection breaks, you cannot know whether a <Code>POST</Code> arrived. Send an{" "}
          <Code>Idempotency-Key</Code> of your choice with it, 1 to 255 printable ASCII characters without spaces, and
          simply try again: it happens once.
        </p>
        <Samples
          of={callSamples(publicUrl, {
            method: "POST",
            path: "/api-keys",
            headers: { "Idempotency-Key": "report-2026-03-01" },
            body: { name: "March report", type: "read_only", preset: "data_access" },
          })}
        />
        <ul>
          <li>The same key with the same body gives the same answer, for 24 hours.</li>
          <li>
            The same key with another body is a <ErrorLink code="conflict" />.
          </li>
          <li>A request that failed leaves no trace, so it may be repeated with its key.</li>
          <li>
            A secret is shown once. In the repeated answer <Code>api_key</Code> is <Code>null</Code>. If the first
            answer was lost, rotate the key.
          </li>
          <li>Keys are yours alone: another credential may use the same words.</li>
        </ul>
      </Section>
    </Article>
  );
}
