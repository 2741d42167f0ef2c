"use client";

import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";
import { fillPlaceholders } from "./fill-placeholders.ts";

export type CodeProps = {
  code: string;
  /** The same code highlighted by `highlight()` on the server; without it the code stands plain. */
  html?: string | undefined;
  /** Words of the code to be replaced in the browser, such as `YOUR_API_KEY`. */
  values?: Readonly<Record<string, string>> | undefined;
};

/** Code to read and to copy. `title` is a file name or says what the code does. */
export function CodeBlock({
  code,
  html,
  values,
  title,
  wrap,
  className,
}: CodeProps & { title?: ReactNode; wrap?: boolean; className?: string }) {
  const text = fillPlaceholders(code, values);
  return (
    <figure
      className={cn("group relative min-w-0 overflow-hidden rounded-lg border bg-surface dark:bg-sunken", className)}
    >
      {title && <figcaption className="flex h-10 items-center border-b pl-4 text-sm text-muted">{title}</figcaption>}
      <div className={cn("absolute right-1.5", title ? "top-1.5" : "top-2")}>
        <CopyButton value={text} label="Copy code" iconOnly className="bg-surface dark:bg-sunken" />
      </div>
      <CodeText code={code} html={html} values={values} wrap={wrap} />
    </figure>
  );
}

/** The bare text of a code block. */
export function CodeText({ code, html, values, wrap }: CodeProps & { wrap?: boolean | undefined }) {
  const look = cn(
    "overflow-x-auto p-4 font-mono text-sm leading-5 text-[var(--code-text)] [font-variant-ligatures:none] [tab-size:2]",
    wrap && "[&_pre]:whitespace-pre-wrap [&_pre]:break-all",
  );
  return html ? (
    <div
      className={cn(look, "[&_pre]:outline-none")}
      // Made by our own highlighter from our own code; the values that readers bring are escaped on their way in.
      // biome-ignore lint/security/noDangerouslySetInnerHtml: see above
      dangerouslySetInnerHTML={{ __html: fillPlaceholders(html, values, true) }}
    />
  ) : (
    <div className={look}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long code scrolls, and the keyboard must be able to scroll it */}
      <pre tabIndex={0}>
        <code>{fillPlaceholders(code, values)}</code>
      </pre>
    </div>
  );
}
