import type { Sql } from "#db/client.ts";

/** Any constant will do: whoever holds it tells OpenFGA, since what is told at the same time may arrive in any order. */
const LOCK = 0x70657266;

/** Runs `work` unless another instance is at it. No transaction is open while the network is waited for. */
export async function toldAlone<T>(pool: Sql, work: () => Promise<T>): Promise<T | undefined> {
  const connection = await pool.reserve();
  try {
    const [lock] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as held`;
    if (!lock?.held) return undefined;
    try {
      return await work();
    } finally {
      await connection`select pg_advisory_unlock(${LOCK})`;
    }
  } finally {
    connection.release();
  }
}
