import { connect, type Sql } from "#db/client.ts";
import { answersAt } from "#lib/answers-at.ts";
import type { Logger } from "./logger.ts";
import { Refusal } from "./refusal.ts";

export const NOTIFY_CHANNEL = "gatehouse";

/**
 * What cached copies must be dropped: of one credential (or session), of one user's, or of a whole organization; or the
 * keys that sign tokens; or who counts requests besides.
 */
export type Change = {
  credential?: string;
  user?: string;
  organization?: string;
  signing_keys?: true;
  instances?: true;
};

export type Invalidation = {
  /** Whether changes of other instances are being heard right now; if not, no cached principal may be used. */
  isHearing(): boolean;
  apply(change: Change): void;
  /**
   * Gives up on `work` with "unavailable" as soon as it is plain that the database is gone, within a second: the driver
   * itself would wait several. What was asked of the database may still happen.
   */
  orGone<T>(work: Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

type Options = {
  sql: Sql;
  databaseUrl: string;
  log: Logger;
  drop(change: Change): void;
  dropAll(): void;
  /** Called at each heartbeat with what the database's clock said at some moment of the last `withinMs`. */
  onHeartbeat(databaseNowMs: number, withinMs: number): void;
};

const BEAT_MS = 200;
/** Without a heartbeat of its own for so long, an instance must believe that it is deaf. */
const DEAF_AFTER_MS = 900;
/** From here on, a look whether anything listens where the database should be. */
const DOUBT_AFTER_MS = 400;
/** A database that accepts connections and yet says nothing for so long is as good as gone. */
const GONE_AFTER_MS = 2000;

/**
 * Listens for changes of other instances. Every 200 ms it sends itself a heartbeat through the database; a connection
 * that is silently dead therefore shows within a second, not after a TCP time-out. Notifications arrive in the order of
 * their commits, so a heartbeat that was heard says that everything committed before it was heard. When the listening
 * connection is made anew, everything cached is dropped, since what was said in between is lost.
 */
export async function startInvalidation(options: Options): Promise<Invalidation> {
  const { sql, databaseUrl, log, drop, dropAll, onHeartbeat } = options;
  // A connection of its own: a heartbeat must not wait behind requests.
  const heart = connect(databaseUrl, { max: 1, name: "gatehouse-heart", arrays: false });
  const self = Math.random().toString(36).slice(2);
  // On the monotonic clock: a step of the system's clock must not make a deaf instance look well.
  let heardAt = Number.NEGATIVE_INFINITY;
  // How long this process has listened in vain. Time in which it did not run itself says nothing about the database.
  let silence = 0;
  let listenedAt = performance.now();
  const waiting = new Set<() => void>();
  let stopped = false;
  let beating = false;
  let probing = false;

  const hear = (payload: string) => {
    const message = JSON.parse(payload) as Change & { beat?: string; sent?: number; at?: number };
    if (message.beat === undefined) return drop(message);
    if (message.beat !== self || message.sent === undefined || message.at === undefined) return;
    // Counted from when it was sent: what was committed before that has been heard by now.
    heardAt = Math.max(heardAt, message.sent);
    silence = 0;
    onHeartbeat(message.at, performance.now() - message.sent);
  };
  const subscription = await sql.listen(NOTIFY_CHANNEL, hear, () => {
    heardAt = Number.NEGATIVE_INFINITY;
    dropAll();
  });

  const beat = async () => {
    if (beating || stopped) return;
    beating = true;
    const sent = performance.now();
    try {
      await heart`select pg_notify(${NOTIFY_CHANNEL}, json_build_object('beat', ${self}::text, 'sent', ${sent}::float8,
        'at', (extract(epoch from clock_timestamp()) * 1000)::bigint)::text)`;
      // It is there, also while the connection that listens is being made anew.
      silence = 0;
    } catch (error) {
      if (!stopped) log.warn({ err: error }, "cannot reach the database; cached credentials are not used");
    } finally {
      beating = false;
    }
  };
  const doubt = async () => {
    if (probing || waiting.size === 0) return;
    probing = true;
    const gone = silence > GONE_AFTER_MS || !(await answersAt(databaseUrl));
    probing = false;
    if (gone) for (const giveUp of waiting) giveUp();
  };
  await beat();
  const timer = setInterval(() => {
    void beat();
    silence += Math.min(performance.now() - listenedAt, 2 * BEAT_MS);
    listenedAt = performance.now();
    if (silence > DOUBT_AFTER_MS) void doubt();
  }, BEAT_MS);
  timer.unref();

  return {
    isHearing: () => performance.now() - heardAt <= DEAF_AFTER_MS,
    apply: drop,
    async orGone(work) {
      let giveUp = () => {};
      const gone = new Promise<never>((_, reject) => {
        giveUp = () => reject(new Refusal("unavailable", undefined, { retry_after: 2 }));
      });
      waiting.add(giveUp);
      try {
        return await Promise.race([work, gone]);
      } finally {
        waiting.delete(giveUp);
        work.catch(() => {});
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await subscription.unlisten().catch(() => {});
      await heart.end({ timeout: 1 });
    },
  };
}
