import { hourlyLimits } from "#contract/credential.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Code } from "../parts/code.tsx";
import { DocsTable } from "../parts/docs-table.tsx";

const number = new Intl.NumberFormat("en");

/** Every kind of credential, so that the reader can choose. */
export function Kinds({ secretPrefix }: { secretPrefix: string }) {
  const kinds = [
    {
      kind: "api_key",
      label: "API key",
      looks: `${secretPrefix}_live_…`,
      belongs: "One organization",
      for: "Services, BI tools, CI: what others depend on.",
    },
    {
      kind: "personal_access_token",
      label: "Personal access token",
      looks: `${secretPrefix}_pat_…`,
      belongs: "You, in all your organizations",
      for: "Your own scripts and notebooks.",
    },
    {
      kind: "session",
      label: "Session",
      looks: "eyJ… (1 hour)",
      belongs: "You, in all your organizations",
      for: "Programs that people sign in to.",
    },
    {
      kind: "private_token",
      label: "Private token",
      looks: "eyJ… (1 day to 1 year)",
      belongs: "You, in one organization",
      for: "Where the receiver verifies a signature by itself.",
    },
    {
      kind: "share",
      label: "Share token",
      looks: `${secretPrefix}_share_…`,
      belongs: "Whoever has the link; it reads as its maker",
      for: "Visitors of one source, project or dashboard.",
    },
  ] as const;
  return (
    <>
      <p>
        All of them are sent in the same way, except that a <TextLink href="/docs/share-links">share token</TextLink>{" "}
        has a header of its own, and all are bound by the role of whoever is behind them, as it is now.
      </p>
      <DocsTable
        caption="Kinds of credentials"
        head={["Kind", "Belongs to", "For", "Requests an hour"]}
        rows={kinds.map(({ kind, label, looks, belongs, for: use }) => ({
          key: kind,
          cells: [
            <span key="kind">
              <strong className="block">{label}</strong>
              <Code>{looks}</Code>
            </span>,
            belongs,
            use,
            number.format(hourlyLimits[kind]),
          ],
        }))}
      />
      <p>
        <Code>GET /user</Code> answers for each kind but share tokens: who is behind it, in which organization, its
        expiry, its <TextLink href="/docs/scopes">scopes</TextLink> and what is left of its limit.
      </p>
    </>
  );
}
