import type { TransactionSql } from "postgres";
import type { Sql } from "#db/client.ts";
import { NOTIFY_CHANNEL } from "../invalidation.ts";
import type { Counts } from "./memory-counts.ts";
import { windowOf } from "./window.ts";

/** Any constant will do: instances come, go and count each other one after the other. */
const LOCK = 0x6c696d69;
/** An instance that was not seen for so long is gone, though its connection may not know. */
export const GONE_AFTER_SECONDS = 15;

/** The name that an instance's connection bears: while the database knows such a connection, the instance is there. */
export const connectionName = (id: string): string => `gatehouse-limits ${id}`;

type Me = {
  id: string;
  counts: Counts;
  nowMs: number;
  /** Keys whose counts the metered requests do not tell. */
  unmetered: ReadonlySet<string>;
  /** Called as soon as others are known of, before the counts are handed over: memory no longer counts. */
  countTogether(): void;
};
/** `arrived`: it was not registered, so whatever it had counted is not to be trusted. */
type Around = { alone: boolean; arrived: boolean };

/**
 * Registers this instance, or finds that it is, and settles how it counts. With others around it hands its counts over to
 * the database, and only then they may go on. As the last one it takes them into its memory.
 */
export async function lookAround(sql: Sql, me: Me): Promise<Around> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx`delete from limit_instances i where i.id <> ${me.id} and (
      seen_at < clock_timestamp() - make_interval(secs => ${GONE_AFTER_SECONDS})
      or not exists (select 1 from pg_stat_activity a
        where a.datname = current_database() and a.application_name = ${connectionName("")} || i.id))`;
    const [own] = await tx<{ alone: boolean }[]>`
      update limit_instances set seen_at = clock_timestamp() where id = ${me.id} returning alone`;
    const [other] = await tx`select 1 from limit_instances where id <> ${me.id} limit 1`;
    const alone = other === undefined;
    if (!own) {
      me.counts.clear();
      await tx`insert into limit_instances (id, alone) values (${me.id}, ${alone})`;
      await tx`select pg_notify(${NOTIFY_CHANNEL}, '{"instances":true}')`;
    }
    if (!alone) me.countTogether();
    if (own?.alone) await handOver(tx, me, alone ? me.unmetered : null);
    if (own && own.alone !== alone) await tx`update limit_instances set alone = ${alone} where id = ${me.id}`;
    if (alone && !own?.alone) await takeOver(tx, me);
    return { alone, arrived: own === undefined };
  });
}

/** Leaves word of everything that was counted, and goes. */
export async function leave(sql: Sql, me: Me): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    const [own] = await tx<{ alone: boolean }[]>`delete from limit_instances where id = ${me.id} returning alone`;
    me.countTogether();
    if (own?.alone) await handOver(tx, me, null);
    await tx`select pg_notify(${NOTIFY_CHANNEL}, '{"instances":true}')`;
  });
}

/** Writes counts of the running window into the database: those of `keys`, or all. */
async function handOver(tx: TransactionSql, { counts, nowMs }: Me, keys: ReadonlySet<string> | null): Promise<void> {
  const known = counts.all(nowMs).filter(([key]) => keys === null || keys.has(key));
  if (known.length === 0) return;
  await tx`insert into limit_counts (window_number, key, used)
    select ${windowOf(nowMs)}, k.key, k.used
    from unnest(${known.map(([key]) => key)}::text[], ${known.map(([, used]) => used)}::bigint[]) as k (key, used)
    on conflict (window_number, key) do update set used = greatest(limit_counts.used, excluded.used)`;
}

async function takeOver(tx: TransactionSql, { counts, nowMs }: Me): Promise<void> {
  const rows = await tx<{ key: string; used: number }[]>`
    select key, used::float8 as used from limit_counts where window_number = ${windowOf(nowMs)}`;
  for (const { key, used } of rows) counts.restore(key, used, nowMs);
}
