import { openSync, writeSync } from "node:fs";
import { makeLogger } from "#core/logger.ts";
import { startMeter } from "#core/metering/meter.ts";
import { metered } from "./metered.ts";

/**
 * A process that meters as fast as it can until it is killed: `meter-process.ts <folder> <database url> <journal>
 * [events]`. In the journal it writes `+id` before it records an event and `=id` once that is acknowledged, each by a
 * system call of its own, so what it did is known however it ends. After `events` it loads them and ends by itself.
 */
const [folder = "", databaseUrl = "", journalFile = "", count = "Infinity"] = process.argv.slice(2);
const journal = openSync(journalFile, "a");
const meter = await startMeter({ folder, databaseUrl, log: makeLogger("silent") });
let left = Number(count);
let loading = false;

async function caller(name: number): Promise<void> {
  while (left-- > 0) {
    const event = metered({
      credentialId: `key_${name % 5}`,
      durationUs: 100 * name + 1,
      status: name === 3 ? 403 : 200,
    });
    writeSync(journal, `+${event.id}\n`);
    await new Promise<void>((resolve, reject) =>
      meter.record(event, (error) => {
        if (error) return reject(error);
        writeSync(journal, `=${event.id}\n`);
        resolve();
      }),
    );
    // Loading all the time instead of each second: there are more moments at which a kill could hurt.
    if (name === 0 && !loading) {
      loading = true;
      meter.flush().then(
        () => (loading = false),
        () => (loading = false),
      );
    }
  }
}

await Promise.all(Array.from({ length: 10 }, (_, name) => caller(name)));
await meter.flush();
await meter.stop();
