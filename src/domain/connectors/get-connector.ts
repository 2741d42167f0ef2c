import { Connector, ConnectorId } from "#contract/connector.ts";
import { query } from "#core/verb.ts";
import { readConnector } from "./connector-view.ts";

/** One connector with its last sync; never its secret. */
export const getConnector = query(
  { name: "connectors.get", scope: "connectors:read", input: ConnectorId, output: Connector },
  ({ db, principal }, { id }) => readConnector(db, principal, id),
);
