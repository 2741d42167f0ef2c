import { createCssVariablesTheme, createHighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";

export type CodeLanguage = "bash" | "typescript" | "python" | "json" | "http" | "csv";

const theme = createCssVariablesTheme({ name: "gatehouse", variablePrefix: "--shiki-" });

let ready: ReturnType<typeof createHighlighterCore> | undefined;

function highlighter() {
  ready ??= createHighlighterCore({
    themes: [theme],
    langs: [
      import("shiki/langs/bash.mjs"),
      import("shiki/langs/typescript.mjs"),
      import("shiki/langs/python.mjs"),
      import("shiki/langs/json.mjs"),
      import("shiki/langs/http.mjs"),
      import("shiki/langs/csv.mjs"),
    ],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  return ready;
}

/**
 * Code as HTML whose colours follow the theme, for `CodeBlock` and `CodeTabs`.
 * Only for the server: the grammars are far larger than the pages that show their result.
 */
export async function highlight(code: string, language: CodeLanguage): Promise<string> {
  return (await highlighter()).codeToHtml(code, { lang: language, theme: "gatehouse" });
}
