import type { Metadata } from "next";
import { MOST_CHART_ROWS, MOST_CHARTS } from "#contract/dashboard.ts";
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
import { changeDashboardSamples, createDashboardSamples, readDashboardSamples } from "../samples/dashboard-samples.ts";

const { href, title, describes } = pageAt("/docs/dashboards");
export const metadata: Metadata = { title, description: describes };

const kinds = [
  ["line", "A date or timestamp first, in its bucket or as it is; then what splits it into lines"],
  ["area", "The same; counts and sums that are split are heaped upon one another"],
  [
    "bar",
    "Any column first: names, or time. Counts and sums that are split are heaped, other measures stand side by side",
  ],
  ["number", "No group: each aggregate is a figure"],
  ["table", "Anything, also rows as they are, with select"],
] as const;
const problems = [
  ["not_available", "Its source, or a column that it asks for, is gone or not open to you"],
  ["broken", "Its query no longer fits the source. The reason is told to those who see all of the source"],
  ["not_ready", "The source is being imported, or its import failed"],
  ["too_slow", "Reading it took longer than 5 seconds"],
  ["skipped", "The charts before it took more than 15 seconds together"],
] as const;
const inCode = (text: string) => (
  <code key="name" className="font-mono text-sm">
    {text}
  </code>
);
const rowsOf = (rows: readonly (readonly [string, string])[]) =>
  rows.map(([name, words]) => ({ key: name, cells: [inCode(name), words] }));

export default async function DashboardsPage() {
  const { publicUrl } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="Charts over sources, saved as questions and answered anew for whoever looks, people and keys alike."
      samples
    >
      <Section id="make" title="Make one">
        <p>
          In the console, on the page <ConsoleLink href="/dashboards">Dashboards</ConsoleLink>, with a preview while you
          do; or over REST. A dashboard lives in a project and holds up to {MOST_CHARTS} charts in order, each of half
          or full width. A chart asks one source by the query of <Code>POST /sources/YOUR_SOURCE_ID/query</Code>, for at
          most {MOST_CHART_ROWS.toLocaleString("en")} rows.
        </p>
        <Samples of={createDashboardSamples(publicUrl)} />
        <p>
          It needs <Code>dashboards:write</Code>, and <Code>data:read</Code> for charts that ask something new: a key
          for dashboards alone can rename and arrange what is there, and opens no further rows. A chart that could not
          be drawn is refused with <ErrorLink code="invalid_input" />, which names it and says why.
        </p>
        <DocsTable caption="Kinds of charts" head={["Kind", "Shows"]} rows={rowsOf(kinds)} />
      </Section>

      <Section id="read" title="Read its numbers">
        <p>
          <Code>GET /dashboards/YOUR_DASHBOARD_ID/data</Code> answers with each chart and its rows. The scope{" "}
          <Code>dashboards:read</Code> is enough: the rows are those that the owner of the credential may read, and no
          others.
        </p>
        <Samples of={readDashboardSamples(publicUrl)} />
        <Block title="200 OK">
          {{
            id: "dash_01m8fqnpdwe009df4014bsp8h4",
            name: "Sales",
            description: null,
            version: 1,
            read_at: "2026-03-31T18:00:00.000Z",
            filters: [{ name: "city", type: "text" }],
            charts: [
              {
                id: "chart_01m8fqnpdwe00ser7qfh4gfbm8",
                title: "Turnover by city",
                kind: "bar",
                width: "half",
                source: { id: "src_01m8fqnpcae00bew8mc0625vdy", name: "Sales of 2026" },
                columns: [
                  { name: "city", type: "text", role: "group", bucket: null, function: null },
                  { name: "Turnover", type: "integer", role: "measure", bucket: null, function: "sum" },
                ],
                data: [
                  { city: "Oslo", Turnover: 8 },
                  { city: "Bergen", Turnover: 4 },
                ],
                truncated: false,
                filtered_by: [],
                problem: null,
              },
            ],
          }}
        </Block>
      </Section>

      <Section id="filters" title="Filters">
        <p>
          A dashboard may offer columns to filter by, in <Code>filters</Code>. A reader then adds{" "}
          <Code>?filter=column:op:value</Code>, once or more, in the form that rows of sources are filtered in: a span
          of days is <Code>day:gte:2026-01-01</Code> and <Code>day:lt:2026-02-01</Code>. Each filter applies to the
          charts whose source has that column; <Code>filtered_by</Code> says which did. A column that is not offered is
          refused: a credential for dashboards, or a link, slices the data in no other way than was meant.
        </p>
        <Samples
          of={callSamples(publicUrl, {
            path: "/dashboards/YOUR_DASHBOARD_ID/data",
            query: [["filter", "city:eq:Oslo"]],
          })}
        />
      </Section>

      <Section id="access" title="Who sees what">
        <ul>
          <li>
            A dashboard holds no rows. Whoever looks reads the sources with their own access, in that moment: policies
            apply to each chart, so two readers of one dashboard may see different numbers.
          </li>
          <li>
            What a chart asks tells something as well, such as a value that somebody filtered by. A reader whom policies
            keep from it gets the chart without it: <Code>query</Code> is null. Saved with null, it stays as it was.
          </li>
          <li>
            In a project, viewers look and editors change. A source in another project is read by those who are in that
            one; to the others its charts say that they are not available.
          </li>
        </ul>
      </Section>

      <Section id="problems" title="Charts without rows">
        <p>A chart that cannot be read has a problem in place of rows. It keeps no other chart from having theirs.</p>
        <DocsTable caption="Problems of a chart" head={["Code", "Means"]} rows={rowsOf(problems)} />
      </Section>

      <Section id="change" title="Change it">
        <p>
          <Code>PATCH</Code> is a JSON merge patch: what is left out stays. <Code>charts</Code> is one list and is
          replaced as one; a chart that keeps its <Code>id</Code> is the same chart, moved or changed. Send the{" "}
          <Code>ETag</Code> as <Code>If-Match</Code>, so that nobody’s change is lost: if somebody else saved in between
          you get <ErrorLink code="precondition_failed" />, and begin anew with what they saved. The console shows what
          both did, and keeps both if you like.
        </p>
        <Samples of={changeDashboardSamples(publicUrl)} />
        <p>
          <Code>project_id</Code> moves it to another project that you edit. <Code>POST …/duplicate</Code> makes another
          one with the same charts. Deleting a dashboard leaves its sources as they are; deleting a source leaves the
          chart, which says so.
        </p>
      </Section>
    </Article>
  );
}
