import type { SharedType } from "#contract/share-link.ts";
import type { Source } from "#contract/source.ts";
import type { Runtime } from "#core/runtime.ts";
import type { Call } from "#core/verb.ts";
import { listDashboards } from "#domain/dashboards/list-dashboards.ts";
import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { listShareLinks } from "#domain/share-links/list-share-links.ts";
import { openShareLink } from "#domain/share-links/open-share-link.ts";
import { revokeShareLink } from "#domain/share-links/revoke-share-link.ts";
import { newId } from "#lib/id.ts";

const DAY_MS = 86_400_000;

type Demo = {
  type: SharedType;
  id: string;
  days: number;
  passcode?: string;
  max_views?: number;
  visits?: number;
  revoked?: true;
};

/** Makes the links that are not there yet, by what they show. Nobody gets to see their tokens. */
export async function makeShareLinks(
  runtime: Runtime,
  call: () => Call,
  sources: ReadonlyMap<string, Source>,
  projectId: string,
): Promise<void> {
  const source = (name: string) => ({ type: "source" as const, id: sources.get(name)?.id ?? "" });
  const { data: dashboards } = await listDashboards(call(), listDashboards.input.parse({ sort: "name" }));
  const demos: Demo[] = [
    { ...source("Stock prices"), days: 14, visits: 3, revoked: true },
    // Over before anybody looks.
    { ...source("Seattle weather"), days: 1e-5, visits: 1 },
    { ...source("Movies"), days: 5, max_views: 2, visits: 2 },
    { ...source("Airports"), days: 20, passcode: "fly like a bird", max_views: 50, visits: 4 },
    { type: "project", id: projectId, days: 60, visits: 2 },
    { ...source("Flights"), days: 30, visits: 7 },
    ...dashboards.slice(0, 1).map(({ id }) => ({ type: "dashboard" as const, id, days: 80, visits: 12 })),
  ];
  const { data } = await listShareLinks(call(), listShareLinks.input.parse({ limit: 100 }));
  const shared = new Set(data.map(({ resource }) => resource.id));
  for (const { type, id, days, visits = 0, revoked, ...more } of demos) {
    if (id === "" || shared.has(id)) continue;
    const expires_at = new Date(Date.now() + days * DAY_MS + 1000).toISOString();
    const made = await createShareLink(call(), { resource_type: type, resource_id: id, expires_at, ...more });
    const request = { id: newId("req"), ip: "198.51.100.23", userAgent: "Mozilla/5.0" };
    const { passcode } = more;
    for (let visit = 0; visit < visits; visit += 1)
      await openShareLink(
        { runtime, request },
        { token: made.share_token ?? "", ...(passcode !== undefined && { passcode }) },
      );
    if (revoked) await revokeShareLink(call(), { id: made.id });
  }
}
