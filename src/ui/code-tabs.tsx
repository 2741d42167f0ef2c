"use client";

import { Tabs as Primitive } from "radix-ui";
import { cn } from "./cn.ts";
import { type CodeProps, CodeText } from "./code-block.tsx";
import { CopyButton } from "./copy-button.tsx";
import { fillPlaceholders } from "./fill-placeholders.ts";
import { useSnippetChoice } from "./use-snippet-choice.ts";

export type Snippet = Omit<CodeProps, "values"> & { label: string };

/**
 * One call in several languages (curl, TypeScript, Python, CLI). The language one picks is remembered
 * and every other block on the site follows.
 */
export function CodeTabs({
  snippets,
  values,
  label = "Language",
  onCopied,
  wrap,
  className,
}: {
  snippets: readonly Snippet[];
  values?: Readonly<Record<string, string>> | undefined;
  label?: string;
  onCopied?: () => void;
  wrap?: boolean;
  className?: string;
}) {
  const [choice, choose] = useSnippetChoice();
  const current = snippets.find((snippet) => snippet.label === choice) ?? snippets[0];
  if (!current) return null;
  return (
    <Primitive.Root
      value={current.label}
      onValueChange={choose}
      className={cn("min-w-0 overflow-hidden rounded-lg border bg-surface dark:bg-sunken", className)}
    >
      <div className="flex h-10 items-center justify-between gap-2 border-b pr-1.5 pl-4 touch:h-12">
        <Primitive.List aria-label={label} className="flex h-full gap-4 overflow-x-auto [scrollbar-width:none]">
          {snippets.map((snippet) => (
            <Primitive.Trigger
              key={snippet.label}
              value={snippet.label}
              className="-mb-px shrink-0 border-b-2 border-transparent text-sm font-medium text-muted transition-colors hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {snippet.label}
            </Primitive.Trigger>
          ))}
        </Primitive.List>
        <CopyButton
          value={fillPlaceholders(current.code, values)}
          label={`Copy ${current.label}`}
          iconOnly
          {...(onCopied ? { onCopied } : {})}
        />
      </div>
      {snippets.map((snippet) => (
        <Primitive.Content key={snippet.label} value={snippet.label} className="focus-visible:-outline-offset-2">
          <CodeText code={snippet.code} html={snippet.html} values={values} wrap={wrap} />
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
