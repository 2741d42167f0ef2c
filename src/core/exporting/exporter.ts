import { connect, type Sql } from "#db/client.ts";
import { Refusal } from "../refusal.ts";

/** Reads of any length, on connections of their own: a client that downloads slowly must not hold up requests. */
export type Exporter = {
  /**
   * The rows of a statement, some hundred at a time and never faster than they are taken, inside a transaction of that
   * organization. Refuses with `unavailable` when too many exports run. Ending the iteration ends the statement.
   */
  rows(
    orgId: string,
    statement: { sql: string; params: unknown[] },
    signal: AbortSignal,
  ): AsyncGenerator<ExportedRow[]>;
  stop(): Promise<void>;
};
export type ExportedRow = Record<string, unknown>;

const EXPORTS = 8;
const BATCH = 500;
/** The first rows may have to wait for a sort of all of them. */
const STATEMENT_TIMEOUT_MS = 60_000;

export function startExporter(databaseUrl: string): Exporter {
  const sql: Sql = connect(databaseUrl, {
    max: EXPORTS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    name: "gatehouse export",
  });
  let running = 0;
  return {
    async *rows(orgId, statement, signal) {
      if (running >= EXPORTS)
        throw new Refusal("unavailable", `${EXPORTS} exports are running already. Try again when one is done.`, {
          retry_after: 10,
        });
      running += 1;
      // One side offers a batch and waits for the other to go on. The driver's own cursors never end if the connection
      // is lost between two batches; its transactions do.
      let offer = Promise.withResolvers<ExportedRow[] | null>();
      let demand = Promise.withResolvers<boolean>();
      let lost = false;
      let cancel = () => {};

      const work = sql.begin("read only", async (tx) => {
        await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;
        await tx.unsafe(`declare exported no scroll cursor for ${statement.sql}`, statement.params as never[]);
        for (;;) {
          const fetching = tx.unsafe<ExportedRow[]>(`fetch ${BATCH} from exported`);
          cancel = () => void fetching.cancel();
          if (signal.aborted) return;
          const batch = await fetching;
          if (batch.length === 0) return;
          const goesOn = demand.promise;
          offer.resolve(batch);
          if (!(await goesOn)) return;
        }
      });
      const ending: { again?: () => void } = {};
      const end = (how: () => void) => {
        ending.again = how;
        offer.promise.catch(() => {});
        how();
      };
      const over = work.then(
        () => end(() => offer.resolve(null)),
        (error: unknown) => {
          lost = true;
          end(() => offer.reject(error));
        },
      );
      const abort = () => cancel();
      signal.addEventListener("abort", abort, { once: true });
      try {
        for (;;) {
          const batch = await offer.promise;
          if (batch === null) return;
          offer = Promise.withResolvers();
          offer.promise.catch(() => {});
          // The work may have ended while this batch was still on offer.
          ending.again?.();
          yield batch;
          const asked = demand;
          demand = Promise.withResolvers();
          asked.resolve(true);
        }
      } finally {
        signal.removeEventListener("abort", abort);
        // Over a connection that is gone nothing may be sent, so there the work is left where it waits.
        if (!lost) demand.resolve(false);
        await over;
        running -= 1;
      }
    },
    stop: () => sql.end({ timeout: 5 }),
  };
}
