"use client";

import { CodeBlock } from "#ui/code-block.tsx";
import { CodeTabs, type Snippet } from "#ui/code-tabs.tsx";
import { useReader } from "./reader-context.tsx";

/** Code in several languages, filled with what is known of the reader. */
export function ReaderCodeTabs({ snippets }: { snippets: readonly Snippet[] }) {
  return <CodeTabs snippets={snippets} values={useReader().values} />;
}

/** One piece of code, filled in the same way. */
export function ReaderCodeBlock({ code, html, title }: Omit<Snippet, "label"> & { title?: string | undefined }) {
  return <CodeBlock code={code} html={html} title={title} values={useReader().values} />;
}
