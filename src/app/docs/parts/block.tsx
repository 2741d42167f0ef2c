import { type CodeLanguage, highlight } from "#ui/highlight.ts";
import { ReaderCodeBlock } from "./reader-code.tsx";

/** One piece of code or one answer. An object is written as JSON. */
export async function Block({
  title,
  language = "json",
  children,
}: {
  title?: string;
  language?: CodeLanguage;
  children: string | object;
}) {
  const code = typeof children === "string" ? children : JSON.stringify(children, null, 2);
  return <ReaderCodeBlock title={title} code={code} html={await highlight(code, language)} />;
}
