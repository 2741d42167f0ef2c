import type { Dashboard } from "#contract/dashboard.ts";
import { Card } from "#ui/card.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { TextLink } from "#ui/text-link.tsx";

/** Nothing of it ends the quotes of a shell. */
const queryOf = (filters: readonly string[]): string =>
  filters.length === 0
    ? ""
    : `?${new URLSearchParams(filters.map((filter) => ["filter", filter])).toString().replaceAll("'", "%27")}`;

/** The command that reads exactly these charts. */
export function DashboardCurl({
  dashboard: { id, name, livemode },
  filters,
  organizationId,
  publicUrl,
}: {
  dashboard: Dashboard;
  filters: readonly string[];
  organizationId: string;
  publicUrl: string;
}) {
  const name80 = encodeURIComponent(`Reads ${name}`.slice(0, 80));
  return (
    <Card
      title="This dashboard over REST"
      description={
        <>
          Put {livemode ? "a live or read-only key" : "a test key"} with the scope{" "}
          <code className="font-mono text-xs">dashboards:read</code> in place of YOUR_API_KEY. It gets the numbers that
          its owner may read.{" "}
          <TextLink href={`/keys/new?scopes=dashboards:read&name=${name80}`}>Create such a key</TextLink>
        </>
      }
    >
      <CodeBlock
        code={[
          `curl '${publicUrl}/api/v1/dashboards/${id}/data${queryOf(filters)}'`,
          "-H 'Authorization: Bearer YOUR_API_KEY'",
          `-H 'X-Tenant-ID: ${organizationId}'`,
        ].join(" \\\n  ")}
        wrap
      />
    </Card>
  );
}
