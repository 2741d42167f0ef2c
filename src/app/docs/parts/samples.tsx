import { highlight } from "#ui/highlight.ts";
import type { Sample } from "../samples/sample.ts";
import { ReaderCodeTabs } from "./reader-code.tsx";

/** The same thing in several languages, highlighted here on the server. */
export async function Samples({ of }: { of: readonly Sample[] }) {
  const snippets = await Promise.all(
    of.map(async ({ label, language, code }) => ({ label, code, html: await highlight(code, language) })),
  );
  return <ReaderCodeTabs snippets={snippets} />;
}
