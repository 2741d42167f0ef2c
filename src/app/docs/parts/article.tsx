import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";
import { Children, isValidElement, type ReactNode } from "react";
import { TextLink } from "#ui/text-link.tsx";
import { type DocsPage, pagesInOrder } from "./contents.ts";
import { OnThisPage } from "./on-this-page.tsx";
import prose from "./prose.module.css";
import { ReaderBar } from "./reader-bar.tsx";
import { Section, type SectionProps } from "./section.tsx";

/**
 * One page of the docs. `lead` says in a sentence what the reader gets; `under` is the page above this one, for pages
 * that are not in the table of contents; `samples` says that there is code to fill with the reader's own values.
 */
export function Article({
  title,
  lead,
  intro,
  href,
  under,
  samples,
  children,
}: {
  title: ReactNode;
  lead: ReactNode;
  /** Text before the first section. */
  intro?: ReactNode;
  href?: string;
  under?: DocsPage;
  samples?: boolean;
  children: ReactNode;
}) {
  const parts = Children.toArray(children).filter(
    (child) => isValidElement<SectionProps>(child) && child.type === Section,
  ) as { props: SectionProps }[];
  const sections = parts.map(({ props: { id, title: name } }) => ({ id, title: name }));
  return (
    <div className="grid gap-14 px-4 pt-8 pb-16 sm:px-6 lg:px-10 lg:pt-12 xl:grid-cols-[minmax(0,616px)_184px] xl:justify-center">
      <main id="content" tabIndex={-1} className="mx-auto w-full min-w-0 max-w-[616px] outline-none">
        <header className="mb-12">
          {under && (
            <p className="mb-2 text-sm">
              <TextLink href={under.href}>{under.title}</TextLink>
            </p>
          )}
          <h1 className="break-id text-2xl font-medium">{title}</h1>
          <p className="mt-3 max-w-[32rem] text-pretty text-lg leading-7 text-muted">{lead}</p>
          {samples && <ReaderBar className="mt-6" />}
          {intro && <div className={`${prose.prose} mt-6`}>{intro}</div>}
        </header>
        {children}
        {href && <Neighbors href={href} />}
      </main>
      {sections.length > 1 && (
        <div className="hidden xl:block">
          <div className="sticky top-26">
            <OnThisPage sections={sections} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Links to the pages before and after. */
function Neighbors({ href }: { href: string }) {
  const at = pagesInOrder.findIndex((page) => page.href === href);
  const before = pagesInOrder[at - 1];
  const after = pagesInOrder[at + 1];
  const look =
    "flex min-w-0 flex-col rounded-lg border px-4 py-3 transition-colors hover:border-line-control hover:bg-surface dark:hover:bg-sunken";
  return (
    <nav aria-label="Previous and next page" className="mt-16 grid gap-3 sm:grid-cols-2">
      {before && (
        <Link href={before.href} rel="prev" className={look}>
          <span className="flex items-center gap-1.5 text-sm text-muted">
            <ArrowLeft aria-hidden className="size-3.5" />
            Previous
          </span>
          <span className="text-lg font-medium">{before.title}</span>
        </Link>
      )}
      {after && (
        <Link href={after.href} rel="next" className={`${look} items-end text-right sm:col-start-2`}>
          <span className="flex items-center gap-1.5 text-sm text-muted">
            Next
            <ArrowRight aria-hidden className="size-3.5" />
          </span>
          <span className="text-lg font-medium">{after.title}</span>
        </Link>
      )}
    </nav>
  );
}
