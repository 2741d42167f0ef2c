import type { ReactNode } from "react";
import prose from "./prose.module.css";

export type SectionProps = { id: string; title: string; children: ReactNode };

/** A part of a page with a heading that can be linked to. `Article` lists its direct sections beside the text. */
export function Section({ id, title, children }: SectionProps) {
  return (
    <section className="mt-14 first:mt-0">
      <h2 id={id} className="group scroll-mt-20 text-xl font-medium">
        <a href={`#${id}`} className="rounded-sm">
          {title}
          <span
            aria-hidden
            className="pl-2 font-normal text-subtle opacity-0 transition-opacity group-hover:opacity-100 group-focus-within:opacity-100"
          >
            #
          </span>
        </a>
      </h2>
      <div className={`${prose.prose} mt-3`}>{children}</div>
    </section>
  );
}
