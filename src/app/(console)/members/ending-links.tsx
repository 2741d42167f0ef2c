import type { RemovalPlan } from "#contract/member.ts";
import { TimeAgo } from "#ui/time-ago.tsx";
import { counted } from "../parts/numbers.ts";

const SHOWN = 5;

/** The share links that end with whoever goes. There is nothing to decide: nobody else has spoken for them. */
export function EndingLinks({ links, name }: { links: RemovalPlan["share_links"]; name: string }) {
  const more = links.length - SHOWN;
  return (
    <section aria-label={`Share links of ${name}`} className="max-w-[72ch] text-sm">
      <p className="text-muted">
        {counted(links.length, "share link")} of {name} will show nothing any more. Whoever needs one shares anew.
      </p>
      <ul className="mt-1 list-disc pl-5">
        {links.slice(0, SHOWN).map((link) => (
          <li key={link.id}>
            {link.name}
            <span className="text-muted">
              {", "}
              {link.last_viewed_at ? (
                <>
                  viewed {counted(link.views, "time")}, last <TimeAgo time={link.last_viewed_at} />
                </>
              ) : (
                "never viewed"
              )}
            </span>
          </li>
        ))}
        {more > 0 && <li className="text-muted">and {counted(more, "other")}</li>}
      </ul>
    </section>
  );
}
