import { atEnd, runTool } from "../lifecycle.mjs";
import { startPostgres } from "../postgres/start-postgres.mjs";
import { build, productEnv } from "../product.mjs";
import { step } from "../progress.mjs";
import { inProject } from "../project.mjs";
import { throwAwaySettings } from "../throw-away.mjs";

/** `bench`: the measurements, on a throw-away database that keeps its writes as safe as a real one. */
export async function bench(args) {
  const settings = await throwAwaySettings();
  const postgres = await step({ doing: "Starting a database", done: "Database started" }, () =>
    startPostgres({ dataDir: settings.dataDir, throwAway: true, durable: true }),
  );
  atEnd(postgres.stop);
  await build();
  const env = productEnv(settings, postgres.url, { GATEHOUSE_TEST_ADMIN_URL: postgres.url });
  const { code } = await runTool(process.execPath, [inProject("bench/run.mjs"), ...args], { env });
  return code ?? 1;
}
