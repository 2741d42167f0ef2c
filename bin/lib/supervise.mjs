import { setTimeout as sleep } from "node:timers/promises";
import { sourcesChanged } from "./dev-watch.mjs";
import { atEnd, isStopping } from "./lifecycle.mjs";
import { startPostgres } from "./postgres/start-postgres.mjs";
import { say, sayFailure, step } from "./progress.mjs";
import { describeEnd, startServer, stopServer } from "./server.mjs";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** After this long without a crash the next one is treated as the first. */
const CALM_MS = 60_000;

/**
 * Starts the database (unless DATABASE_URL names one) and the server, and keeps both up: what crashes is started again,
 * with growing pauses. At the end of the command the server is stopped first, then the database.
 *
 * @param {object} settings
 * @param {{ dev?: boolean, onDatabase?: () => void, prepare: (databaseUrl: string) => Promise<object> }} options
 *   `prepare` runs between the two and gives the server's environment
 * @returns {Promise<{ forever: Promise<never> }>} once the server listens; a first start that fails throws
 */
export async function supervise(settings, { dev = false, onDatabase, prepare }) {
  const { dataDir } = settings;
  let postgres;
  let server;
  atEnd(async () => {
    if (server)
      await step({ doing: "Stopping the server", done: "Server stopped", shared: true }, () => stopServer(server));
    await postgres?.stop();
  });

  if (!settings.databaseUrl) {
    postgres = await step({ doing: "Starting the database", done: "Database started" }, () =>
      startPostgres({ dataDir }),
    );
    onDatabase?.();
  }
  const env = await prepare(settings.databaseUrl ?? postgres.url);
  const launch = async () => {
    server = await step({ doing: "Starting the server", done: "Server started", shared: true }, () =>
      startServer({ dataDir, env, dev }),
    );
  };
  await launch();

  const keepServer = async () => {
    const pause = growingPause();
    for (;;) {
      const current = server;
      const watching = new AbortController();
      const end = await (dev ? Promise.race([current.ended, sourcesChanged(watching.signal)]) : current.ended);
      watching.abort();
      if (isStopping()) return;
      if (end === "changed") {
        say("… The server's sources changed: starting it again");
        await stopServer(current);
      } else {
        const ms = pause();
        say(`✗ The server ended (${describeEnd(end)}); starting it again in ${ms / 1000} s`);
        await sleep(ms);
      }
      await retry(launch, pause);
    }
  };
  const keepPostgres = async () => {
    const pause = growingPause();
    for (;;) {
      const end = await postgres.ended;
      if (isStopping()) return;
      const ms = pause();
      say(`✗ The database ended (${describeEnd(end)}); starting it again in ${ms / 1000} s`);
      await sleep(ms);
      await retry(async () => {
        postgres = await step({ doing: "Starting the database", done: "Database started" }, () =>
          startPostgres({ dataDir }),
        );
      }, pause);
      if (postgres && env.DATABASE_URL !== postgres.url) {
        // Somebody took the port meanwhile: the server has to learn the new one.
        env.DATABASE_URL = postgres.url;
        server.kill("SIGTERM");
      }
    }
  };
  const never = new Promise(() => {});
  return { forever: Promise.all([keepServer(), postgres && keepPostgres()]).then(() => never) };
}

async function retry(work, pause) {
  while (!isStopping())
    try {
      return await work();
    } catch (error) {
      if (isStopping()) return;
      sayFailure(error);
      await sleep(pause());
    }
}

function growingPause() {
  let delay = FIRST_DELAY_MS;
  let last = 0;
  return () => {
    if (Date.now() - last > CALM_MS) delay = FIRST_DELAY_MS;
    else delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    last = Date.now();
    return delay;
  };
}
