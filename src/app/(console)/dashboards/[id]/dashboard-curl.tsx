import type { Dashboard } from "#contract/dashboard.ts";
import { Card } from "#ui/card.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { TextLink } from "#ui/text-link.tsx";

/** The command that reads exactly these charts. */
export function DashboardCurl({
  dashboard: { id, name, livemode },
  organizationId,
  publicUrl,
}: {
  dashboard: Dashboard;
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
          `curl '${publicUrl}/api/v1/dashboards/${id}/data'`,
          "-H 'Authorization: Bearer YOUR_API_KEY'",
          `-H 'X-Tenant-ID: ${organizationId}'`,
        ].join(" \\\n  ")}
        wrap
      />
    </Card>
  );
}
