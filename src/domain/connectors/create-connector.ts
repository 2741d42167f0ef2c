import { eq } from "drizzle-orm";
import { Connector, CreateConnectorInput } from "#contract/connector.ts";
import { CONNECTOR_SECRET } from "#core/connectors/connector-secret.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { Refusal } from "#core/refusal.ts";
import { seal } from "#core/sealing.ts";
import { mutation } from "#core/verb.ts";
import { connectors } from "#db/schema/connectors.ts";
import { newId } from "#lib/id.ts";
import { nextSyncAt, requireReachable } from "./connector-rules.ts";
import { auditedConnector, findConnector, readConnector } from "./connector-view.ts";

const MOST = 200;

/** Makes a connector. Its first good sync makes the source, of the same name and in the same project. */
export const createConnector = mutation(
  { name: "connectors.create", scope: "connectors:write", input: CreateConnectorInput, output: Connector },
  async (ctx, { name, project_id, settings, secret, key_columns, schedule }) => {
    const { db, principal, now, runtime } = ctx;
    const { orgId, livemode } = principal;
    requireReachable(runtime, settings);
    const projectId = await chooseProject(db, principal, project_id);
    if ((await db.$count(connectors, eq(connectors.orgId, orgId))) >= MOST)
      throw new Refusal(
        "conflict",
        `An organization has at most ${MOST} connectors. Delete one that is no longer needed.`,
      );
    const id = newId("con", now.getTime());
    await db.insert(connectors).values({
      id,
      orgId,
      projectId,
      livemode,
      name,
      settings,
      sealedSecret: secret === null ? null : seal(runtime.config.secret, CONNECTOR_SECRET, secret),
      keyColumns: key_columns,
      scheduleCron: schedule?.cron ?? null,
      scheduleTimeZone: schedule?.time_zone ?? null,
      nextSyncAt: nextSyncAt(schedule, now),
      createdBy: principal.user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findConnector(db, principal, id);
    ctx.record({ action: "connector.created", target: { type: "connector", id, name }, after: auditedConnector(made) });
    return readConnector(db, principal, id);
  },
);
