import type { Source } from "#contract/source.ts";
import { Card } from "#ui/card.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { type SourceSearch, viewQuery } from "./source-search.ts";

/** The command that reads exactly what is shown. */
export function ViewCurl({
  source,
  view,
  organizationId,
  publicUrl,
}: {
  source: Source;
  view: Omit<SourceSearch, "tab">;
  organizationId: string;
  publicUrl: string;
}) {
  return (
    <Card
      title="This view over REST"
      description={
        <>
          Put {source.livemode ? "a live or read-only key" : "a test key"} with the scope{" "}
          <code className="font-mono text-xs">data:read</code> in place of YOUR_API_KEY.{" "}
          <TextLink href={`/keys/new?scopes=data:read&name=${encodeURIComponent(`Reads ${source.name}`.slice(0, 80))}`}>
            Create such a key
          </TextLink>
        </>
      }
    >
      <CodeBlock code={curlOf(source.id, view, organizationId, publicUrl)} wrap />
    </Card>
  );
}

/** Safe between single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function curlOf(id: string, view: Omit<SourceSearch, "tab">, organizationId: string, publicUrl: string): string {
  const url = `${publicUrl}/api/v1/sources/${id}/data?${viewQuery(view, true)}`;
  return [`curl ${quoted(url)}`, "-H 'Authorization: Bearer YOUR_API_KEY'", `-H 'X-Tenant-ID: ${organizationId}'`].join(
    " \\\n  ",
  );
}
