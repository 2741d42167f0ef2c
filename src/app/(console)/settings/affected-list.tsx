import type { Affected, RuleEffect, SettingsPreview } from "#contract/settings.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Callout } from "#ui/callout.tsx";
import { ExactTime } from "#ui/exact-time.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { count } from "../parts/numbers.ts";

const words: Record<RuleEffect, { label: string; sums: string; tone: Tone }> = {
  refused: { label: "Refused", sums: "refused", tone: "danger" },
  ended: { label: "Ended", sums: "ended", tone: "danger" },
  kept_out: { label: "Kept out", sums: "kept out", tone: "danger" },
  shortened: { label: "Shortened", sums: "shortened", tone: "warning" },
  other_addresses: { label: "Some addresses", sums: "called from other addresses", tone: "warning" },
  slowed: { label: "Slowed", sums: "slowed", tone: "warning" },
};

/** Everything that the rules would hit: by how much in a sentence, then one by one. */
export function AffectedList({ preview, total }: { preview: SettingsPreview; total: number }) {
  const sums = Object.entries(preview.counts).filter(([, number]) => number > 0);
  return (
    <>
      <Callout tone="warning" live title={total === 1 ? "One thing breaks" : `${count(total)} things break`}>
        {sums.map(([effect, number]) => `${count(number)} ${words[effect as RuleEffect].sums}`).join(", ")}.
      </Callout>
      <ul aria-label="What breaks" className="divide-y divide-line rounded-lg border">
        {preview.data.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one credential may be hit in more than one way
          <li key={index} className="flex flex-col gap-1 p-3 text-sm">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone={words[each.effect].tone}>{words[each.effect].label}</Badge>
              <Who of={each} />
            </span>
            <span className="text-muted">
              {each.detail} <More of={each} />
            </span>
          </li>
        ))}
      </ul>
      {total > preview.data.length && (
        <p className="text-sm text-muted">The first {count(preview.data.length)} are listed.</p>
      )}
    </>
  );
}

function Who({ of: { credential, owner } }: { of: Affected }) {
  if (!credential) return <span className="font-medium">{owner?.name ?? "The whole organization"}</span>;
  return (
    <>
      {credential.kind === "api_key" ? (
        <TextLink href={`/keys/${credential.id}`} className="font-medium">
          {credential.name}
        </TextLink>
      ) : (
        <span className="font-medium">{credential.name}</span>
      )}
      {credential.hint && <code className="break-id font-mono text-xs text-muted">{credential.hint}</code>}
      {owner && <span className="text-muted">of {owner.name}</span>}
    </>
  );
}

function More({ of: { effect, expires_at, addresses, limit, peak } }: { of: Affected }) {
  if (effect === "shortened" && expires_at)
    return (
      <>
        From <ExactTime time={expires_at} /> on it is refused.
      </>
    );
  if (effect === "other_addresses") return <span className="font-mono text-xs">{addresses.join(", ")}</span>;
  if (effect === "slowed" && limit !== null && peak !== null)
    return (
      <>
        Its busiest had {count(peak)} requests, the limit is {count(limit)}.
      </>
    );
  return null;
}
