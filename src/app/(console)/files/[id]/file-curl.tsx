import type { StoredFile } from "#contract/file.ts";
import { Card } from "#ui/card.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { TextLink } from "#ui/text-link.tsx";

/** The commands that download this file and check that it is the one. */
export function FileCurl({
  file,
  organizationId,
  publicUrl,
}: {
  file: StoredFile;
  organizationId: string;
  publicUrl: string;
}) {
  return (
    <Card
      title="Over REST"
      description={
        <>
          Put {file.livemode ? "a live or read-only key" : "a test key"} with the scope{" "}
          <code className="font-mono text-xs">data:read</code> in place of YOUR_API_KEY. With{" "}
          <code className="whitespace-nowrap font-mono text-xs">-C -</code> a download that broke off goes on where it
          stopped.{" "}
          <TextLink href={`/keys/new?scopes=data:read&name=${encodeURIComponent(`Reads ${file.name}`.slice(0, 80))}`}>
            Create such a key
          </TextLink>
        </>
      }
    >
      <CodeBlock code={commands(file, organizationId, publicUrl)} wrap />
    </Card>
  );
}

/** Safe between single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** A name that begins with a dash would be an option. */
const asPath = (name: string) => quoted(name.startsWith("-") ? `./${name}` : name);

function commands({ id, name, sha256 }: StoredFile, organizationId: string, publicUrl: string): string {
  const download = [
    `curl -C - -o ${asPath(name)} ${quoted(`${publicUrl}/api/v1/files/${id}/content`)}`,
    "-H 'Authorization: Bearer YOUR_API_KEY'",
    `-H 'X-Tenant-ID: ${organizationId}'`,
  ].join(" \\\n  ");
  return `${download}\necho ${quoted(`${sha256}  ${name}`)} | sha256sum --check`;
}
