import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { Connector, UpdateConnectorInput } from "#contract/connector.ts";
import { ConnectorSettings } from "#contract/connector-settings.ts";
import { CONNECTOR_SECRET } from "#core/connectors/connector-secret.ts";
import { parseInput } from "#core/parse-input.ts";
import { requireVersion } from "#core/precondition.ts";
import { invalidField } from "#core/refusal.ts";
import { seal } from "#core/sealing.ts";
import { mutation } from "#core/verb.ts";
import { connectors } from "#db/schema/connectors.ts";
import { dropsSecret, nextSyncAt, requireReachable } from "./connector-rules.ts";
import {
  auditedConnector,
  type ConnectorRow,
  findConnector,
  lockConnector,
  readConnector,
  requireWholeSource,
} from "./connector-view.ts";

const Merged = z.object({ settings: ConnectorSettings });

/**
 * Changes a connector, or switches it off or on; switched on, it is given a fresh start. A stored secret is dropped when
 * it would go to another host, and a new one has to be given.
 */
export const updateConnector = mutation(
  { name: "connectors.update", scope: "connectors:write", input: UpdateConnectorInput, output: Connector },
  async (ctx, input) => {
    const { db, principal, now, runtime } = ctx;
    const { id, name, secret, key_columns, schedule, enabled } = input;
    const before = await lockConnector(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.version);
    if (input.settings) await requireWholeSource(db, principal, before);
    const settings = input.settings ? merge(before, input.settings) : before.settings;
    const changed = JSON.stringify(settings) !== JSON.stringify(before.settings);
    if (changed) requireReachable(runtime, settings);
    const drops = before.hasSecret && dropsSecret(before.settings, settings);

    const planned = schedule === undefined ? scheduleOf(before) : schedule;
    const rescheduled = schedule !== undefined || enabled === true;
    await db
      .update(connectors)
      .set({
        ...(name !== undefined && { name }),
        // Whatever was seen and reviewed was so by the former settings.
        ...(changed && { settings, seen: null, review: null, acceptedColumns: null }),
        ...(drops && secret === undefined && { sealedSecret: null, secretDue: true }),
        ...(secret !== undefined && {
          sealedSecret: secret === null ? null : seal(runtime.config.secret, CONNECTOR_SECRET, secret),
          secretDue: false,
        }),
        ...(key_columns !== undefined && { keyColumns: key_columns }),
        ...(schedule !== undefined && {
          scheduleCron: schedule?.cron ?? null,
          scheduleTimeZone: schedule?.time_zone ?? null,
        }),
        ...(rescheduled && { nextSyncAt: nextSyncAt(planned, now) }),
        ...(enabled === true && { disabledAt: null, disabledReason: null, failures: 0 }),
        ...(enabled === false && before.disabledAt === null && { disabledAt: now, disabledReason: null }),
        updatedAt: now,
        version: sql`${connectors.version} + 1`,
      })
      .where(and(eq(connectors.orgId, principal.orgId), eq(connectors.id, id)));
    const after = await findConnector(db, principal, id);
    ctx.record({
      action: "connector.updated",
      target: { type: "connector", id, name: after.name },
      before: auditedConnector(before),
      after: {
        ...auditedConnector(after),
        settings_changed: changed,
        secret: secret !== undefined ? "given" : drops ? "dropped" : "kept",
      },
    });
    return readConnector(db, principal, id);
  },
);

const scheduleOf = ({ scheduleCron, scheduleTimeZone }: ConnectorRow) =>
  scheduleCron === null ? null : { cron: scheduleCron, time_zone: scheduleTimeZone ?? "UTC" };

/** A merge patch of settings. They are of one kind for good: another kind is another connector. */
function merge({ settings }: ConnectorRow, patch: object): ConnectorSettings {
  if ("kind" in patch && patch.kind !== settings.kind)
    throw invalidField("settings.kind", "immutable", "A connector stays of its kind. Make another one.");
  return parseInput(Merged, { settings: { ...settings, ...patch } }).settings;
}
