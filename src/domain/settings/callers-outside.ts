import { sql } from "drizzle-orm";
import type { Affected } from "#contract/settings.ts";
import type { QueryContext } from "#core/verb.ts";
import { ipMatcher } from "#lib/ip.ts";
import type { Acting } from "./credentials-acting-in.ts";

/** As many different callers as are looked at, the latest first. */
const MOST = 20_000;
const SHOWN = 20;

/** The credentials that were let in within 30 days from addresses which the rules would no longer let in. */
export async function callersOutside(
  { db, principal }: QueryContext,
  living: readonly Acting[],
  before: readonly string[],
  after: readonly string[],
): Promise<Affected[]> {
  const rows = await db.execute<{ credential_id: string; ip: string }>(sql`
    select credential_id, ip from usage_events
    where org_id = ${principal.orgId} and time > now() - interval '30 days' and credential_id <> ''
      and status <> 401 and code <> 'ip_not_allowed'
    group by 1, 2 order by max(time) desc limit ${MOST}`);
  const was = before.length > 0 ? ipMatcher(before) : () => true;
  const will = ipMatcher(after);
  const outside = Map.groupBy(
    rows.filter(({ ip }) => was(ip) && !will(ip)),
    (row) => row.credential_id,
  );
  return living.flatMap(({ judged, shown }): Affected[] => {
    const addresses = outside.get(shown.credential?.id ?? "")?.map(({ ip }) => ip);
    if (!addresses || judged.portal) return [];
    return [
      {
        ...shown,
        effect: "other_addresses",
        detail: "Was called from addresses that would be refused.",
        addresses: addresses.slice(0, SHOWN),
        expires_at: null,
        limit: null,
        peak: null,
      },
    ];
  });
}
