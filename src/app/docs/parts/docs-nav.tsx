"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#ui/cn.ts";
import { contents } from "./contents.ts";

/** The table of contents: on the left of a wide screen, in a sheet on a narrow one. */
export function DocsNav({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname();
  const isCurrent = (href: string) => path === href || (href !== "/docs" && path.startsWith(`${href}/`));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the links inside do the work; this only hears that one was followed
    <nav aria-label="Docs" className="flex flex-col gap-6" onClick={onNavigate}>
      {contents.map((group) => (
        <div key={group.title}>
          <h2 className="px-2 pb-1 text-xs text-subtle">{group.title}</h2>
          <ul className="flex flex-col gap-px">
            {group.pages.map(({ href, title }) => (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={isCurrent(href) ? "page" : undefined}
                  className={cn(
                    "flex h-8 items-center rounded-md px-2 text-base text-muted transition-colors hover:bg-line/60 hover:text-text focus-visible:-outline-offset-2 touch:h-10",
                    isCurrent(href) && "bg-line/70 font-medium text-text dark:bg-line",
                  )}
                >
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div>
        <h2 className="px-2 pb-1 text-xs text-subtle">Machine-readable</h2>
        <a
          href="/api/v1/openapi.json"
          className="flex h-8 items-center rounded-md px-2 text-base text-muted transition-colors hover:bg-line/60 hover:text-text focus-visible:-outline-offset-2 touch:h-10"
        >
          OpenAPI document
        </a>
      </div>
    </nav>
  );
}
