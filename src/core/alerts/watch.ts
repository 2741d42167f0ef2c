import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Runtime } from "../runtime.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { findErrorSpikes } from "./find-error-spikes.ts";
import { findExpiries } from "./find-expiries.ts";
import { findNewNetworks } from "./find-new-networks.ts";
import { findQuotas } from "./find-quotas.ts";
import type { AlertDraft } from "./raise-alerts.ts";
import { raiseAlerts } from "./raise-alerts.ts";

/** Any constant will do: whoever holds it watches, the other instances skip this round. */
const LOCK = 0x77617463;

/** An alert and the organization that it belongs to. */
export type Found = AlertDraft & { orgId: string };
export type Look = (db: Db, now: Date) => Promise<Found[]>;

const looks: readonly Look[] = [findExpiries, findNewNetworks, findErrorSpikes, findQuotas];

/**
 * Looks over credentials and usage for what nobody did but somebody should know, each look in a transaction of its own.
 * One instance at a time; each finding carries a key, so a look that is repeated after a crash says nothing twice.
 */
export async function watch({ db, clock }: Pick<Runtime, "db" | "clock">): Promise<boolean> {
  for (const look of looks)
    await inTenant(db, ACROSS_TENANTS, async (tx) => {
      const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}) as held`);
      if (!lock?.held) return;
      const now = clock.now();
      const found = await look(tx, now);
      for (const [orgId, drafts] of Map.groupBy(found, (each) => each.orgId)) await raiseAlerts(tx, orgId, drafts, now);
    });
  return false;
}
