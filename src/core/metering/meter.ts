import { readdirSync } from "node:fs";
import { connect } from "#db/client.ts";
import type { Logger } from "../logger.ts";
import { segmentAdopter } from "./adopt-segments.ts";
import { encodeEvent } from "./encode-event.ts";
import { loadFile, PARKED } from "./load-file.ts";
import type { Meter } from "./metered-request.ts";
import type { Segment } from "./segment.ts";
import { openSpool } from "./spool.ts";

type Options = { folder: string; databaseUrl: string; log: Logger };

const SEAL_EVERY_MS = 1000;
const ADOPT_EVERY_MS = 5000;
const MAX_PAUSE_MS = 5000;
/** After so long without an outcome the connection is given up: the network may have swallowed it. */
const LOAD_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 10_000;

/**
 * Keeps every request in a spool folder before its answer leaves, and loads the folder into the database each second.
 * Nothing is lost or counted twice if the process is killed or the database is away: segments stay until their
 * transaction has committed, and a committed one is known by its id. A power cut may take the last seconds.
 */
export async function startMeter({ folder, databaseUrl, log }: Options): Promise<Meter> {
  const open = () =>
    connect(databaseUrl, { max: 1, statementTimeoutMs: LOAD_DEADLINE_MS, name: "gatehouse-meter", arrays: false });
  let sql = open();
  const queue: Segment[] = [];
  const known = new Set<string>();
  let lastError: string | null = null;
  let failures = 0;
  let notBefore = 0;
  let draining: Promise<void> | null = null;
  let adoptAt = 0;
  let stopped = false;

  const enqueue = (segment: Segment) => {
    if (known.has(segment.id)) return;
    known.add(segment.id);
    queue.push(segment);
  };
  const spool = openSpool(folder, enqueue);
  const adopt = segmentAdopter(folder, (id) => spool.isWriting(id) || known.has(id));
  let parked = readdirSync(folder).filter((file) => file.endsWith(PARKED)).length;

  /** A connection that failed is not used again: postgres.js may still hold half a message for it. */
  const reopen = () => {
    const failed = sql;
    sql = open();
    void failed.end({ timeout: 0 }).catch(() => {});
  };

  const load = async (segment: Segment) => {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("the database did not answer in time")), LOAD_DEADLINE_MS);
    });
    try {
      if (await Promise.race([loadFile(sql, segment, log), deadline])) parked += 1;
    } catch (error) {
      reopen();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  const drain = async () => {
    try {
      if (performance.now() >= adoptAt) {
        for (const segment of await adopt()) enqueue(segment);
        adoptAt = performance.now() + ADOPT_EVERY_MS;
      }
      for (let segment = queue[0]; segment && !stopped; segment = queue[0]) {
        await load(segment);
        queue.shift();
        known.delete(segment.id);
      }
      if (lastError !== null) log.info("usage is being loaded again");
      lastError = null;
      failures = 0;
    } catch (error) {
      if (lastError === null) log.warn({ err: error }, "cannot load usage; it stays in the spool");
      lastError = error instanceof Error ? error.message : String(error);
      failures += 1;
      notBefore = performance.now() + Math.min(MAX_PAUSE_MS, 250 * 2 ** failures);
      throw error;
    }
  };
  const drainOnce = () => {
    draining ??= drain().finally(() => {
      draining = null;
    });
    return draining;
  };

  const timer = setInterval(() => {
    spool.seal();
    if (!draining && performance.now() >= notBefore) drainOnce().catch(() => {});
  }, SEAL_EVERY_MS);
  timer.unref();

  const flush = async () => {
    spool.seal();
    await draining?.catch(() => {});
    await drainOnce();
  };

  return {
    record: (event, done) => spool.append(encodeEvent(event), done),
    flush,
    status() {
      const oldest = queue[0]?.since ?? spool.since();
      return {
        pendingBytes: queue.reduce((sum, segment) => sum + segment.bytes, spool.pendingBytes()),
        oldestMs: oldest === null ? 0 : Math.max(0, Date.now() - oldest),
        lastError,
        parked,
      };
    },
    async stop() {
      clearInterval(timer);
      const inTime = new Promise((resolve) => setTimeout(resolve, STOP_DEADLINE_MS).unref());
      // What cannot be loaded now stays in the folder, and the next process loads it.
      await Promise.race([flush().catch(() => {}), inTime]);
      stopped = true;
      await sql.end({ timeout: 1 });
    },
  };
}
