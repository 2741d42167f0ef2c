import { acceptColumns } from "#domain/connectors/accept-columns.ts";
import { cancelSync } from "#domain/connectors/cancel-sync.ts";
import { createConnector } from "#domain/connectors/create-connector.ts";
import { deleteConnector } from "#domain/connectors/delete-connector.ts";
import { getConnector } from "#domain/connectors/get-connector.ts";
import { getSync } from "#domain/connectors/get-sync.ts";
import { listConnectors } from "#domain/connectors/list-connectors.ts";
import { listSyncs } from "#domain/connectors/list-syncs.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { testConnector } from "#domain/connectors/test-connector.ts";
import { updateConnector } from "#domain/connectors/update-connector.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const connectorsRouter = router({
  list: asQuery(listConnectors),
  get: asQuery(getConnector),
  create: asMutation(createConnector),
  update: asMutation(updateConnector),
  delete: asMutation(deleteConnector),
  test: asMutation(testConnector),
  sync: asMutation(startSync),
  syncs: asQuery(listSyncs),
  getSync: asQuery(getSync),
  cancelSync: asMutation(cancelSync),
  acceptColumns: asMutation(acceptColumns),
});
