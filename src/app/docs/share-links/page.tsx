import type { Metadata } from "next";
import { hourlyLimits } from "#contract/credential.ts";
import { type ProblemCode, problems } from "#contract/problem.ts";
import { Article } from "../parts/article.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { instanceConfig } from "../parts/instance-config.ts";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import { shareSamples } from "../samples/share-samples.ts";

const { href, title, describes } = pageAt("/docs/share-links");
export const metadata: Metadata = { title, description: describes };

const refusals: ProblemCode[] = [
  "expired_token",
  "revoked_token",
  "used_up_token",
  "passcode_required",
  "inactive_user",
  "policy_violation",
];

export default async function ShareLinksPage() {
  const { publicUrl } = await instanceConfig();
  const samples = shareSamples(publicUrl, new Date());
  return (
    <Article
      href={href}
      title={title}
      lead="A share link lets anybody who has it see one source, project or dashboard, in a browser without an account or over the API. It reads and changes nothing, and it ends by itself."
      samples
    >
      <Section id="create" title="Share something">
        <p>
          In the console, open a source, project or dashboard and choose <strong>Share</strong>. Over the API it takes{" "}
          <Code>sharing:write</Code> and the scope that reads what you share. You need to be an editor of the project it
          is in.
        </p>
        <Samples of={samples.create} />
        <p>
          The answer holds the token in <Code>share_token</Code> and the page for visitors in <Code>url</Code>. Both are
          shown this once. A link needs an expiry, at most a year away and no later than the organization lets
          credentials live. It may have a passcode, and a number of views after which it is used up.
        </p>
      </Section>

      <Section id="page" title="The page for visitors">
        <p>
          In the address of that page the token stands behind the <Code>#</Code>. Browsers do not send that part, so it
          is in no log of a server or proxy and in no referrer. Search engines are told to stay away.
        </p>
      </Section>

      <Section id="api" title="Read by the API">
        <p>
          Send the token as <Code>X-Share-Token</Code>. The limit is {hourlyLimits.share} requests an hour for each
          link, told in the headers of every answer.
        </p>
        <Samples of={samples.read} />
        <p>
          A link with a passcode wants it with every request. After five wrong ones an address waits for 15 minutes, and
          after thirty from anywhere everybody does.
        </p>
        <Samples of={samples.locked} />
        <p>
          Where a tool cannot send headers, the token may stand in the address. It is cut out of our own logs, and yet
          addresses are kept in many places: prefer the header.
        </p>
        <Samples of={samples.inUrl} />
      </Section>

      <Section id="reach" title="What a link opens">
        <DocsTable
          caption="What a link opens, by what it was made for"
          head={["Made for", "Opens"]}
          rows={[
            {
              key: "source",
              cells: ["A source", "Its columns and rows, by page, filter and sort, its query and its export."],
            },
            { key: "project", cells: ["A project", "The project, and the same of each source and dashboard in it."] },
            {
              key: "dashboard",
              cells: [
                "A dashboard",
                "The dashboard with the data of its charts, and not the sources below them. A chart over a source that its maker could not share shows nothing.",
              ],
            },
          ]}
        />
        <p>
          Everything else is refused with <ErrorLink code="forbidden" />, changes with{" "}
          <ErrorLink code="read_only_credential" />, and any other source with <ErrorLink code="not_found" />. Files are
          never shared by link: data policies do not reach into them.
        </p>
        <p>
          A link reads as whoever made it, with their role, projects and data policies at that very moment. What they
          cannot see, the link does not show. It shows nothing while they may not share what it is for, and it ends when
          they leave the organization.
        </p>
      </Section>

      <Section id="views" title="What counts as a view">
        <p>
          Opening the page begins a visit of an hour in that tab, and the visit is one view, however much is looked at
          in it. Each request with the token over the API is one, if it was answered. The number of views is exact: of
          many at once no more are let in than are left. Visits that have begun go on to their end.
        </p>
      </Section>

      <Section id="end" title="Narrow and end it">
        <p>
          <ConsoleLink href="/share-links">Share links</ConsoleLink> lists your links and those out of projects that you
          can share from, with views and the last of them. A link can be given an earlier end, fewer views or another
          passcode, and never more. Revoked, it is refused at the next request, in open pages too.
        </p>
        <DocsTable
          caption="How a link is refused"
          head={["Code", "Status", "When"]}
          rows={refusals.map((code) => ({
            key: code,
            cells: [<ErrorLink key="code" code={code} />, `${problems[code].status}`, problems[code].about],
          }))}
        />
      </Section>
    </Article>
  );
}
