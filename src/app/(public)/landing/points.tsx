import { Fingerprint, Gauge, ScrollText, Timer } from "lucide-react";

const points = [
  {
    icon: Gauge,
    title: "Never more than its owner",
    text: "A key can do what its scopes say and what the person behind it may do right now, whichever is less. Change a role and every key follows on its next request.",
  },
  {
    icon: Fingerprint,
    title: "Shown once, kept as a hash",
    text: "256 random bits with a checksum: a typo is refused without a look-up, and secret scanners can recognize a leak. Nobody can read a key back, not even you.",
  },
  {
    icon: Timer,
    title: "Ended at once",
    text: "Revoke a key and the next call with it is refused. Rotate it with an overlap when something still depends on the old secret. Expiry is proposed, never forgotten.",
  },
  {
    icon: ScrollText,
    title: "Every call accounted for",
    text: "A request is on disk before its answer leaves. See who called what, how fast it was, and for each refusal the very check that failed. The audit log is chained by hashes.",
  },
] as const;

/** What one gets, in four points. */
export function Points() {
  return (
    <ul className="grid overflow-hidden rounded-lg border sm:grid-cols-2 [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-t [&>*]:border-l">
      {points.map((point) => (
        <li key={point.title} className="p-6 md:p-8">
          <point.icon aria-hidden className="size-5 text-accent" />
          <h3 className="mt-4 text-lg font-medium">{point.title}</h3>
          <p className="mt-1.5 max-w-[52ch] text-pretty text-base text-muted">{point.text}</p>
        </li>
      ))}
    </ul>
  );
}
