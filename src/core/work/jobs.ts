import { mailAlerts } from "../alerts/mail-alerts.ts";
import { watch } from "../alerts/watch.ts";
import { queueDue } from "../connectors/queue-due.ts";
import { syncNext } from "../connectors/sync-next.ts";
import { sendOutbox } from "../mail/send-outbox.ts";
import { tellChanges } from "../permissions/tell-changes.ts";
import type { Runtime } from "../runtime.ts";
import { removeObjects } from "../storage/remove-objects.ts";
import { sendDelivery } from "../webhooks/send-delivery.ts";
import type { Job } from "./background-work.ts";

/** Webhooks that are called at the same time by one instance. A slow receiver holds up one of them. */
const LANES = 4;
/** Connectors that are synced at the same time by one instance, each in a thread. */
const SYNCS = 2;

/** Everything that an instance does beside answering. In this order `runOnce` does what the job before has left. */
export function jobsOf(runtime: () => Runtime): Job[] {
  const lanes = Array.from({ length: LANES }, (_, n) => `calling webhooks (${n + 1} of ${LANES})`);
  const syncs = Array.from({ length: SYNCS }, (_, n) => `syncing connectors (${n + 1} of ${SYNCS})`);
  return [
    { name: "watching credentials", everyMs: 15_000, run: () => watch(runtime()) },
    ...lanes.map((name) => ({ name, everyMs: 1000, run: (stop: AbortSignal) => sendDelivery(runtime(), stop) })),
    { name: "queueing syncs", everyMs: 2000, run: () => queueDue(runtime()) },
    ...syncs.map((name) => ({ name, everyMs: 1000, run: (stop: AbortSignal) => syncNext(runtime(), stop) })),
    { name: "mailing alerts", everyMs: 2000, run: () => mailAlerts(runtime()) },
    { name: "telling OpenFGA of changes", everyMs: 500, run: () => tellOpenFga(runtime()) },
    { name: "sending mail", everyMs: 1000, run: () => sendOutbox(runtime()) },
    { name: "removing stored files", everyMs: 5000, run: () => removeObjects(runtime()) },
  ];
}

const tellOpenFga = async ({ sql, db, judge }: Runtime): Promise<boolean> =>
  judge ? tellChanges({ sql, db, openFga: judge.openFga }) : false;
