import { ConnectorSync, SyncId } from "#contract/connector.ts";
import { limitedSources } from "#core/policies/limited-sources.ts";
import { query } from "#core/verb.ts";
import { findSync } from "./find-sync.ts";
import { toSync } from "./sync-view.ts";

/** One sync: how far it is, or what came of it. */
export const getSync = query(
  { name: "connectors.get_sync", scope: "connectors:read", input: SyncId, output: ConnectorSync },
  async ({ db, principal }, { id }) =>
    toSync(await findSync(db, principal, id), (await limitedSources(db, principal)).any),
);
