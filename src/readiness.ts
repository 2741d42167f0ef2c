import { readdirSync } from "node:fs";
import type { Runtime } from "#core/runtime.ts";

const DEADLINE_MS = 900;
/** A spool that falls so far behind means that usage is not being loaded, in ms. */
const SPOOL_LATE_MS = 60_000;

const expected = readdirSync(new URL("./db/migrations", import.meta.url)).filter((name) =>
  name.endsWith(".sql"),
).length;

export type Readiness = { ready: boolean; database: string; migrations: string; spool: string; stopping: boolean };

/** Whether this instance should get traffic: database, schema, spool. Answers within a second, whatever hangs. */
export async function readiness({ sql, meter }: Runtime, stopping: boolean): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), DEADLINE_MS);
  });
  const asked = sql<{ applied: number }[]>`select count(*)::int as applied from drizzle.__drizzle_migrations`;
  const rows = await Promise.race([asked.catch(() => null), late]);
  clearTimeout(timer);

  const applied = rows?.[0]?.applied;
  const database = applied === undefined ? "unreachable" : "ok";
  const migrations = applied === undefined ? "unknown" : applied >= expected ? "ok" : `${expected - applied} missing`;
  const { oldestMs, lastError } = meter.status();
  const spool = oldestMs > SPOOL_LATE_MS ? `behind by ${Math.round(oldestMs / 1000)} s` : lastError ? "retrying" : "ok";
  return { ready: database === "ok" && migrations === "ok" && !stopping, database, migrations, spool, stopping };
}
