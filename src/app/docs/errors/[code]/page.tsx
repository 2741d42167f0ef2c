import { STATUS_CODES } from "node:http";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { type ProblemCode, problemCodes, problems } from "#contract/problem.ts";
import { Badge } from "#ui/badge.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { portalSession } from "../../../session/portal-session.ts";
import { Article } from "../../parts/article.tsx";
import { Block } from "../../parts/block.tsx";
import { Code } from "../../parts/code.tsx";
import { ConsoleLink } from "../../parts/console-link.tsx";
import { pageAt } from "../../parts/contents.ts";
import { DocsTable } from "../../parts/docs-table.tsx";
import { ErrorLink } from "../../parts/error-link.tsx";
import { instanceConfig } from "../../parts/instance-config.ts";
import { Section } from "../../parts/section.tsx";
import { problemExample } from "../problem-example.ts";

type Props = { params: Promise<{ code: string }> };

const isCode = (code: string): code is ProblemCode => (problemCodes as string[]).includes(code);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params;
  return isCode(code) ? { title: `${code}: ${problems[code].title}`, description: problems[code].about } : {};
}

/** Whether sending the same request again can help. */
function retryAdvice(code: ProblemCode): ReactNode {
  const { status } = problems[code];
  if (code === "rate_limit_exceeded")
    return (
      <>
        Yes, after the seconds in <Code>Retry-After</Code>. Nothing of the request was done.{" "}
        <TextLink href="/docs/limits#backoff">Functions that wait</TextLink> are on the page about rate limits.
      </>
    );
  if (status >= 500)
    return (
      <>
        Yes. {code === "unavailable" && <>Wait for the seconds in Retry-After first. </>}A write should carry an{" "}
        <TextLink href="/docs/pagination#idempotency">Idempotency-Key</TextLink>, so that it cannot happen twice.
      </>
    );
  if (code === "precondition_failed" || code === "conflict")
    return "Not as it is. Read the object as it stands now, then decide again.";
  if (status === 401) return "Not with the same credential, unless somebody changes it in the console.";
  return "No. The same request will be refused in the same way until something is changed.";
}

const headerWords: Record<string, string> = {
  "Content-Type": "Tells the body apart from that of an ordinary answer.",
  "WWW-Authenticate": "The challenge of RFC 6750, and where the metadata of the API is (RFC 9728).",
  "X-Accepted-Scopes": "The scopes that would have been enough.",
  "Retry-After": "How many seconds to wait.",
  Allow: "The methods that the path does have.",
};

export default async function ErrorPage({ params }: Props) {
  const { code } = await params;
  if (!isCode(code)) notFound();
  const problem = problems[code];
  const { headers, body } = problemExample(code, (await instanceConfig()).publicUrl);
  const reason = STATUS_CODES[problem.status] ?? "";
  const siblings = problemCodes.filter((other) => other !== code && problems[other].status === problem.status);
  const session = await portalSession();
  return (
    <Article
      under={pageAt("/docs/errors")}
      title={problem.title}
      lead={problem.about}
      intro={
        <p className="flex flex-wrap gap-2">
          <Badge mono tone={problem.status >= 500 ? "danger" : "warning"}>
            {`${problem.status} ${reason}`}
          </Badge>
          <Badge mono>{code}</Badge>
        </p>
      }
    >
      <Section id="fix" title="What to do">
        <p>{problem.fix}</p>
        <p>
          {session ? (
            <>
              <ConsoleLink href={`/requests?code=${code}`}>Your requests with this code</ConsoleLink> show which check
              failed and why.
            </>
          ) : (
            <>
              Sign in and open <ConsoleLink href="/requests">Requests</ConsoleLink> to see which check failed and why.
            </>
          )}
        </p>
      </Section>

      <Section id="retry" title="Does it help to try again?">
        <p>{retryAdvice(code)}</p>
      </Section>

      <Section id="example" title="Example">
        <Block title={`${problem.status} ${reason}`}>{body}</Block>
        <DocsTable
          caption="Headers of this answer"
          head={["Header", "Says"]}
          rows={headers.map(([name, value]) => ({
            key: name,
            cells: [
              <Code key="name">{name}</Code>,
              <span key="says" className="flex flex-col gap-1">
                {headerWords[name]}
                <code className="break-id font-mono text-sm text-muted">{value}</code>
              </span>,
            ],
          }))}
        />
        <p>
          Besides these come the headers of every answer: <Code>X-Request-Id</Code> and those of the{" "}
          <TextLink href="/docs/limits#headers">rate limit</TextLink>.
        </p>
      </Section>

      {siblings.length > 0 && (
        <Section id="others" title={`Other codes with ${problem.status}`}>
          <ul>
            {siblings.map((other) => (
              <li key={other}>
                <ErrorLink code={other} />: {problems[other].title}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Article>
  );
}
