import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Connector, ConnectorSync } from "#contract/connector.ts";
import { alsoAsk } from "#core/permissions/questions.ts";
import { limitedSources } from "#core/policies/limited-sources.ts";
import { requireUnlimited } from "#core/policies/require-unlimited.ts";
import type { Principal } from "#core/principal.ts";
import { inProject, requireEditor } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { connectorSyncs, connectors } from "#db/schema/connectors.ts";
import { users } from "#db/schema/users.ts";
import { selectSyncs, toSync } from "./sync-view.ts";

/** What everybody sees of a connector. The sealed secret is not among these. */
const columns = {
  id: connectors.id,
  name: connectors.name,
  projectId: connectors.projectId,
  livemode: connectors.livemode,
  settings: connectors.settings,
  hasSecret: sql<boolean>`${connectors.sealedSecret} is not null`,
  secretDue: connectors.secretDue,
  keyColumns: connectors.keyColumns,
  scheduleCron: connectors.scheduleCron,
  scheduleTimeZone: connectors.scheduleTimeZone,
  nextSyncAt: connectors.nextSyncAt,
  disabledAt: connectors.disabledAt,
  disabledReason: connectors.disabledReason,
  failures: connectors.failures,
  sourceId: connectors.sourceId,
  review: connectors.review,
  version: connectors.version,
  createdAt: connectors.createdAt,
  updatedAt: connectors.updatedAt,
  createdBy: { id: users.id, name: users.name },
};

export const selectConnectors = (db: Db) =>
  db.select(columns).from(connectors).innerJoin(users, eq(users.id, connectors.createdBy));
export type ConnectorRow = Awaited<ReturnType<typeof selectConnectors>>[number];

/** The connectors of the principal's organization, mode and projects: test and live never mix. */
export const visibleConnectors = (principal: Principal): SQL | undefined =>
  and(
    eq(connectors.orgId, principal.orgId),
    eq(connectors.livemode, principal.livemode),
    inProject(principal, connectors.projectId),
  );

/** Refuses with `not_found` for whatever the principal cannot see, as for an id that nobody has. */
export async function findConnector(db: Db, principal: Principal, id: string): Promise<ConnectorRow> {
  const [row] = await selectConnectors(db).where(and(visibleConnectors(principal), eq(connectors.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such connector.");
  alsoAsk(principal, "viewer", "connector", id);
  return row;
}

/** The same for those who may change what is in its project, and nobody else changes it until this transaction ends. */
export async function lockConnector(db: Db, principal: Principal, id: string): Promise<ConnectorRow> {
  const [row] = await selectConnectors(db)
    .where(and(visibleConnectors(principal), eq(connectors.id, id)))
    // Not `for update`: that would also hold up whoever writes a sync of it.
    .for("no key update", { of: connectors });
  if (!row) throw new Refusal("not_found", "There is no such connector.");
  alsoAsk(principal, "viewer", "connector", id);
  alsoAsk(principal, "editor", "connector", id);
  await requireEditor(db, principal, row.projectId);
  return row;
}

/**
 * Refuses whoever does not see all rows and columns of the source: by another query or other columns they would slip from
 * under the policy.
 */
export async function requireWholeSource(db: Db, principal: Principal, { sourceId }: ConnectorRow): Promise<void> {
  if (sourceId !== null)
    await requireUnlimited(db, principal, sourceId, "Changing where its rows come from would change what it limits.");
}

/** Refuses to connect while there is nothing to log in with. */
export function requireSecret(row: Pick<ConnectorRow, "settings" | "hasSecret" | "secretDue">): void {
  if (!needsSecret(row)) return;
  const why = row.secretDue ? "The host has changed since the secret was given" : "A secret is missing";
  throw new Refusal("conflict", `${why}. Give the connector its password or token again.`);
}

const needsSecret = ({ settings, hasSecret, secretDue }: Pick<ConnectorRow, "settings" | "hasSecret" | "secretDue">) =>
  !hasSecret && (secretDue || (settings.kind === "http" && settings.auth.type !== "none"));

const iso = (time: Date | null) => time?.toISOString() ?? null;

function toConnector(row: ConnectorRow, lastSync: ConnectorSync | null): Connector {
  return {
    id: row.id,
    name: row.name,
    project_id: row.projectId,
    livemode: row.livemode,
    settings: row.settings,
    has_secret: row.hasSecret,
    needs_secret: needsSecret(row),
    key_columns: row.keyColumns,
    schedule: row.scheduleCron === null ? null : { cron: row.scheduleCron, time_zone: row.scheduleTimeZone ?? "UTC" },
    next_sync_at: row.disabledAt === null ? iso(row.nextSyncAt) : null,
    enabled: row.disabledAt === null,
    disabled_at: iso(row.disabledAt),
    disabled_reason: row.disabledReason,
    failures: row.failures,
    source_id: row.sourceId,
    review: row.review,
    last_sync: lastSync,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    created_by: row.createdBy,
    version: row.version,
  };
}

/** Connectors as they go out, each with its last sync. */
export async function toConnectors(db: Db, principal: Principal, rows: readonly ConnectorRow[]): Promise<Connector[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const newest = db
    .selectDistinctOn([connectorSyncs.connectorId], { id: connectorSyncs.id })
    .from(connectorSyncs)
    .where(inArray(connectorSyncs.connectorId, ids))
    .orderBy(connectorSyncs.connectorId, desc(connectorSyncs.id));
  const syncs = await selectSyncs(db).where(inArray(connectorSyncs.id, newest));
  const { any: limited } = await limitedSources(db, principal);
  const last = new Map(syncs.map((sync) => [sync.sync.connectorId, toSync(sync, limited)]));
  return rows.map((row) => {
    const connector = toConnector(row, last.get(row.id) ?? null);
    // Columns outside are named as they are in the source, hidden ones too.
    return row.sourceId !== null && limited.has(row.sourceId)
      ? { ...connector, key_columns: [], review: null }
      : connector;
  });
}

export async function readConnector(db: Db, principal: Principal, id: string): Promise<Connector> {
  const [connector] = await toConnectors(db, principal, [await findConnector(db, principal, id)]);
  return connector!;
}

/** What the audit log keeps. Of a URL only the host: some feeds have a secret in the path; and no query. */
export function auditedConnector(row: ConnectorRow) {
  const { settings } = row;
  const from =
    settings.kind === "postgres"
      ? {
          host: `${settings.host}:${settings.port}`,
          database: settings.database,
          user: settings.user,
          tls: settings.tls,
          reads: settings.table === null ? "query" : `${settings.schema}.${settings.table}`,
        }
      : { host: new URL(settings.url).host, authorization: settings.auth.type };
  return {
    name: row.name,
    project_id: row.projectId,
    livemode: row.livemode,
    kind: settings.kind,
    ...from,
    has_secret: row.hasSecret,
    key_columns: row.keyColumns,
    schedule: row.scheduleCron === null ? null : `${row.scheduleCron} ${row.scheduleTimeZone}`,
    enabled: row.disabledAt === null,
  };
}
