import { connect, type Sql } from "#db/client.ts";
import type { Clock } from "#lib/clock.ts";
import { newId } from "#lib/id.ts";
import type { Logger } from "../logger.ts";
import { Refusal } from "../refusal.ts";
import type { Limiter, Quota } from "./limiter.ts";
import { connectionName, GONE_AFTER_SECONDS, leave, lookAround } from "./look-around.ts";
import { type Counts, memoryCounts } from "./memory-counts.ts";
import { type Take, takeTogether } from "./take-together.ts";
import { windowOf } from "./window.ts";

type Options = {
  databaseUrl: string;
  clock: Clock;
  log: Logger;
  /** Fills the counts of the only instance with what was metered in this window. */
  restore(callers: Counts, addresses: Counts): Promise<void>;
  /** Gives up on a statement when the database is gone. */
  orGone<T>(work: Promise<T>): Promise<T>;
};
type Waiting = Take & { since: number; resolve(quota: Quota): void; reject(error: unknown): void };

const LOOK_EVERY_MS = 2000;
/** How long the word of the database holds that this instance is the only one: less than until it is taken for gone. */
const SURE_MS = (GONE_AFTER_SECONDS * 1000) / 2;
/** Requests that are taken by one statement. */
const AT_ONCE = 500;
const AGAIN_MS = 20;
const GIVE_UP_MS = 3000;

/**
 * Counts requests exactly, on one instance or on several at one database (docs/adr/0012).
 *
 * While it is the only one, an instance counts in memory, and taking is one synchronous step. As soon as another one
 * registers it hands its counts over to the database, and from then on what comes in while one statement is under way is
 * taken by the next. The last instance that is left takes the counts into its memory again. A newcomer waits until nobody
 * counts alone any more, so no request is counted twice or not at all.
 */
export async function startLimiter({ databaseUrl, clock, log, restore, orGone }: Options): Promise<Limiter> {
  const id = newId("lim");
  const callers = memoryCounts();
  const addresses = memoryCounts();
  let unmetered = new Set<string>();
  const waiting: Waiting[] = [];
  let alone = false;
  let restored = false;
  /** When, on the monotonic clock, the database was asked whether this is the only instance, and said so. */
  let sureAt = Number.NEGATIVE_INFINITY;
  let lookDue = false;
  let working = false;
  let stopping: (() => void) | null = null;
  const countTogether = () => {
    alone = false;
  };
  const sql: Sql = connect(databaseUrl, {
    max: 1,
    name: connectionName(id),
    // Without its connection the others may take this instance for gone.
    onClose: () => {
      sureAt = Number.NEGATIVE_INFINITY;
    },
  });

  const isAlone = () => alone && performance.now() - sureAt < SURE_MS;

  const look = async () => {
    const askedAt = performance.now();
    lookDue = false;
    const keys = unmetered;
    unmetered = new Set();
    const me = { id, counts: callers, nowMs: clock.nowMs(), unmetered: keys, countTogether };
    const found = await orGone(lookAround(sql, me));
    if (found.arrived) restored = !found.alone;
    if (!restored) await restore(callers, addresses);
    restored = true;
    if (found.alone !== alone)
      log.debug(found.alone ? "requests are counted in memory" : "requests are counted together");
    alone = found.alone;
    sureAt = alone ? askedAt : Number.NEGATIVE_INFINITY;
  };

  const serve = async (takes: Waiting[]) => {
    const answer = isAlone()
      ? takes.map(({ rules, nowMs, cost }) => callers.take(rules, nowMs, cost))
      : await orGone(takeTogether(sql, id, takes));
    if (Array.isArray(answer)) {
      for (const [index, take] of takes.entries()) take.resolve(answer[index] as Quota);
      return;
    }
    // Somebody who still counts alone may be gone for good, which a look finds out.
    lookDue = true;
    if (answer === "wait") await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    const late = performance.now() - GIVE_UP_MS;
    for (const take of takes) {
      if (take.since > late) waiting.push(take);
      else take.reject(new Refusal("unavailable", undefined, { retry_after: 1 }));
    }
  };

  /** Requests of one window, the oldest first. */
  const nextTakes = () => {
    const window = windowOf(waiting[0]?.nowMs ?? 0);
    const other = waiting.findIndex(({ nowMs }) => windowOf(nowMs) !== window);
    return waiting.splice(0, Math.min(AT_ONCE, other < 0 ? waiting.length : other));
  };

  const work = async () => {
    if (working) return;
    working = true;
    // What one turn of the event loop brings goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (lookDue || waiting.length > 0) {
      const looks = lookDue || (alone && !isAlone());
      const takes = looks ? [] : nextTakes();
      try {
        await (looks ? look() : serve(takes));
      } catch (error) {
        if (looks && stopping === null)
          log.warn({ err: error }, "cannot ask who else counts requests; it is tried again");
        for (const take of looks ? waiting.splice(0) : takes) take.reject(error);
      }
    }
    working = false;
    stopping?.();
  };
  const lookNow = () => {
    lookDue = true;
    void work();
  };
  const ask = (rules: Take["rules"], nowMs: number, cost: number) =>
    new Promise<Quota>((resolve, reject) => {
      waiting.push({ rules, nowMs, cost, since: performance.now(), resolve, reject });
      void work();
    });

  await look();
  const timer = setInterval(lookNow, LOOK_EVERY_MS);
  timer.unref();

  return {
    take(rules, nowMs, cost) {
      if (!isAlone()) return ask(rules, nowMs, cost ?? 1);
      if (cost) for (const { key } of rules) unmetered.add(key);
      return callers.take(rules, nowMs, cost ?? 1);
    },
    peek: (rules, nowMs) => Promise.all(rules.map((rule) => ask([rule], nowMs, 0))),
    takeByAddress: (key, limit, nowMs, cost = 1) => addresses.take([{ policy: "key", key, limit }], nowMs, cost),
    onInstancesChanged: lookNow,
    async stop() {
      clearInterval(timer);
      await new Promise<void>((resolve) => {
        stopping = resolve;
        void work();
      });
      const me = { id, counts: callers, nowMs: clock.nowMs(), unmetered, countTogether };
      await orGone(leave(sql, me)).catch((error: unknown) =>
        log.warn({ err: error }, "the counts of limits were left behind"),
      );
      await sql.end({ timeout: 1 });
    },
  };
}
