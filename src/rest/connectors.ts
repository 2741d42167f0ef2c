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
import { operation } from "./operation.ts";

const tag = "Connectors";

export const connectorOperations = [
  operation({
    id: "listConnectors",
    method: "GET",
    path: "/connectors",
    tag,
    summary: "List connectors",
    verb: listConnectors,
  }),
  operation({
    id: "createConnector",
    method: "POST",
    path: "/connectors",
    tag,
    summary: "Make a connector to a PostgreSQL or an HTTP feed",
    description: "The secret is stored sealed and is in no answer. The first good sync makes the source.",
    status: 201,
    verb: createConnector,
    etag: true,
  }),
  operation({
    id: "getConnector",
    method: "GET",
    path: "/connectors/{id}",
    tag,
    summary: "Get a connector with its last sync",
    verb: getConnector,
    etag: true,
  }),
  operation({
    id: "updateConnector",
    method: "PATCH",
    path: "/connectors/{id}",
    tag,
    summary: "Change a connector, or switch it off or on",
    description: "Another host, port or scheme drops the stored secret; a new one has to be given.",
    verb: updateConnector,
    etag: true,
  }),
  operation({
    id: "deleteConnector",
    method: "DELETE",
    path: "/connectors/{id}",
    tag,
    summary: "Delete a connector; its source stays",
    verb: deleteConnector,
    etag: true,
  }),
  operation({
    id: "testConnector",
    method: "POST",
    path: "/connectors/{id}/test",
    tag,
    summary: "Test a connector step by step",
    description: "A connector that cannot read is an answer too: `ok` is false, and the step that failed says why.",
    verb: testConnector,
  }),
  operation({
    id: "syncConnector",
    method: "POST",
    path: "/connectors/{id}/sync",
    tag,
    summary: "Sync a connector now",
    description: "If a sync is under way already, the answer is that one. Follow it at `/connector-syncs/{id}`.",
    status: 202,
    verb: startSync,
  }),
  operation({
    id: "acceptConnectorColumns",
    method: "POST",
    path: "/connectors/{id}/accept-columns",
    tag,
    summary: "Accept the columns that are outside now, and sync",
    verb: acceptColumns,
    etag: true,
  }),
  operation({
    id: "listConnectorSyncs",
    method: "GET",
    path: "/connectors/{id}/syncs",
    tag,
    summary: "The syncs of a connector, with rows added, changed and removed",
    verb: listSyncs,
  }),
  operation({
    id: "getConnectorSync",
    method: "GET",
    path: "/connector-syncs/{id}",
    tag,
    summary: "How far a sync is, or what came of it",
    verb: getSync,
  }),
  operation({
    id: "cancelConnectorSync",
    method: "POST",
    path: "/connector-syncs/{id}/cancel",
    tag,
    summary: "Cancel a sync",
    verb: cancelSync,
  }),
];
