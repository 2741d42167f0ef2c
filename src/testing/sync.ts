import type * as z from "zod";
import type { ConnectorSync, CreateConnectorInput } from "#contract/connector.ts";
import { syncNext } from "#core/connectors/sync-next.ts";
import type { Principal } from "#core/principal.ts";
import { createConnector } from "#domain/connectors/create-connector.ts";
import { getSync } from "#domain/connectors/get-sync.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import type { World } from "./world.ts";

export const makeConnector = (world: World, principal: Principal, input: z.input<typeof CreateConnectorInput>) =>
  createConnector(world.call(principal), createConnector.input.parse(input));

/** Asks for a sync, and does what waits until it is done, as an instance would that comes by. */
export async function syncNow(world: World, principal: Principal, id: string): Promise<ConnectorSync> {
  const call = world.call(principal);
  const sync = await startSync(call, { id });
  for (;;) {
    await syncNext(world.runtime);
    const now = await getSync(call, { id: sync.id });
    if (now.finished_at !== null) return now;
  }
}
