import type { Metadata } from "next";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
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
import { resumeSamples, uploadSamples } from "../samples/file-samples.ts";

const { href, title, describes } = pageAt("/docs/files");
export const metadata: Metadata = { title, description: describes };

const conditions = [
  ["Range: bytes=0-99", "206 with the first hundred bytes; 416 where there are none"],
  ["Range: bytes=-100", "206 with the last hundred bytes"],
  ['If-None-Match: "<etag>"', "304 without a body, where the content is still that one"],
  ['If-Match: "<etag>"', "412, where it is another one"],
  ['If-Range: "<etag>"', "the part, where it is still that one; else all of it"],
] as const;

export default async function FilesPage() {
  const { publicUrl } = await instanceConfig();
  return (
    <Article
      href={href}
      title={title}
      lead="Keep anything as it came, and let keys download it: whole, in parts, and sure of every byte."
      samples
    >
      <Section id="upload" title="Upload">
        <p>
          Send <Code>multipart/form-data</Code> with the file in the field <Code>file</Code>, at most{" "}
          {MAX_UPLOAD_BYTES / 2 ** 20} MiB. Beside it may stand <Code>name</Code>, <Code>description</Code> and{" "}
          <Code>project_id</Code>; without a project it goes to the organization’s default one. It needs{" "}
          <Code>data:write</Code>. In the console, drop files on the page <ConsoleLink href="/files">Files</ConsoleLink>
          .
        </p>
        <Samples of={uploadSamples(publicUrl)} />
        <Block title="201 Created">
          {{
            id: "file_01m8fnhmh9e00a57barht6c80k",
            name: "report.csv",
            description: "Figures of March",
            project_id: "prj_01m8fnhmhae00bew8mc0625vdy",
            livemode: true,
            content_type: "text/csv; charset=utf-8",
            bytes: 18,
            sha256: "8c2bd2ee0f03cf58b3e3a8c6ae16d1ea62c94ad1ac2bd3e5a1b3f2f1a8fd62aa",
            created_at: "2026-03-31T18:00:00.000Z",
            updated_at: "2026-03-31T18:00:00.000Z",
            created_by: { id: "user_01m8fnhmhae00ser7qfh4gfbm8", name: "Ada Lovelace" },
            version: 1,
          }}
        </Block>
        <ul>
          <li>
            An upload that breaks off leaves nothing behind. Send an <Code>Idempotency-Key</Code> to be able to repeat
            one safely.
          </li>
          <li>
            All files of an organization share its room; <Code>GET /file-storage</Code> says how much is left. A file
            that does not fit is refused with <ErrorLink code="quota_exceeded" />.
          </li>
          <li>
            <Code>PATCH</Code> renames a file, describes it, or moves it to another project that you edit. Its content
            never changes: upload a new file instead.
          </li>
        </ul>
      </Section>

      <Section id="checksums" title="Checksums">
        <p>
          Each file has the SHA-256 that was counted while it came in. To be sure that it arrived as you meant it, send{" "}
          <Code>Repr-Digest</Code> or <Code>Content-Digest</Code> (RFC 9530) with <Code>sha-256</Code>,{" "}
          <Code>sha-512</Code> or both: of the file, or of the whole body of the request. If what arrived is another, it
          is refused with <ErrorLink code="invalid_input" /> and nothing is kept. Downloads carry the same headers.
        </p>
      </Section>

      <Section id="download" title="Download">
        <p>
          <Code>GET /files/YOUR_FILE_ID/content</Code> sends the bytes as they are. The <Code>ETag</Code> is the
          checksum. A download that broke off goes on where it stopped:
        </p>
        <Samples of={resumeSamples(publicUrl)} />
        <DocsTable
          caption="What a download may ask for"
          head={["Header", "Is answered with"]}
          rows={conditions.map(([header, answer]) => ({
            key: header,
            cells: [
              <code key="header" className="break-id font-mono text-sm">
                {header}
              </code>,
              answer,
            ],
          }))}
        />
        <p>
          Several ranges in one request are answered with the whole file. <Code>HEAD</Code> gives the headers alone.
        </p>
      </Section>

      <Section id="types" title="Content types">
        <p>
          The type is decided by the first bytes, and by what you declared where those do not contradict it. What a
          browser could run, such as HTML or SVG, comes as an attachment. Every download forbids guessing at its type
          and, shown in a browser, has no scripts, no origin and nothing to fetch.
        </p>
      </Section>

      <Section id="list" title="List and delete">
        <p>
          The list is filtered by <Code>q</Code> and <Code>project_id</Code>, and sorted by <Code>-created_at</Code>,{" "}
          <Code>created_at</Code>, <Code>name</Code> or <Code>-bytes</Code>.
        </p>
        <Samples of={callSamples(publicUrl, { path: "/files", query: [["sort", "-bytes"]] })} />
        <p>A deleted file cannot be read from that moment on, and its bytes are removed a few seconds later.</p>
        <Samples of={callSamples(publicUrl, { method: "DELETE", path: "/files/YOUR_FILE_ID" })} />
      </Section>
    </Article>
  );
}
