import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { connectors } from "#db/schema/connectors.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/** Refuses where a connector fills a source: its next sync would undo whatever is done to the rows. */
export async function requireNotFed(db: Db, { orgId }: Principal, sourceId: string): Promise<void> {
  const [connector] = await db
    .select({ id: connectors.id, name: connectors.name })
    .from(connectors)
    .where(and(eq(connectors.orgId, orgId), eq(connectors.sourceId, sourceId)));
  if (connector)
    throw new Refusal(
      "conflict",
      `The connector “${connector.name}” (${connector.id}) fills this source. Delete the connector first.`,
    );
}
