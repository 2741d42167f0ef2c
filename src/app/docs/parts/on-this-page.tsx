"use client";

import { useEffect, useState } from "react";
import { cn } from "#ui/cn.ts";

/** Below the sticky header a heading counts as reached, in px. */
const REACHED_PX = 96;

/** The sections of the page, with the one being read marked. */
export function OnThisPage({ sections }: { sections: readonly { id: string; title: string }[] }) {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    const look = () => {
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      const reached = sections.filter(({ id }) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top;
        return top !== undefined && top <= REACHED_PX;
      });
      setCurrent((atEnd && window.scrollY > 0 ? sections.at(-1) : (reached.at(-1) ?? sections[0]))?.id ?? null);
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [sections]);
  return (
    <nav aria-label="On this page" className="text-sm">
      <p className="mb-2 text-xs text-subtle">On this page</p>
      <ul className="border-l">
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={current === id ? "location" : undefined}
              className={cn(
                "-ml-px block border-l border-transparent py-1 pl-3 text-muted transition-colors hover:text-text",
                current === id && "border-accent text-text",
              )}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
