import { openDataFolder, runDir } from "../data-folder.mjs";
import { Failure } from "../failure.mjs";
import { atEnd } from "../lifecycle.mjs";
import { takeLock } from "../lock.mjs";
import { LAUNCHER } from "../own-database.mjs";
import { demandPort } from "../ports.mjs";
import { build, migrate, productEnv, readDemo, seedDemo } from "../product.mjs";
import { say } from "../progress.mjs";
import { endOldServer } from "../server.mjs";
import { readSettings } from "../settings.mjs";
import { supervise } from "../supervise.mjs";

/** `start` and `dev`: everything from an empty folder to a served product, then watching over it until a signal. */
export async function start({ dev = false } = {}) {
  const settings = readSettings();
  openDataFolder(settings.dataDir);
  const lock = takeLock(runDir(settings.dataDir), LAUNCHER, { url: settings.publicUrl });
  if (!lock.taken) throw alreadyRunning(settings, lock.holder);
  atEnd(lock.release);
  await endOldServer(settings.dataDir);
  await demandPort(settings.port, settings.host);

  const isReady = await supervise(settings, {
    dev,
    onDatabase: () => lock.update({ database: true }),
    prepare: async (databaseUrl) => {
      const env = productEnv(settings, databaseUrl);
      await migrate(env);
      if (!settings.isProduction) await seedDemo(settings, env);
      if (!dev) await build();
      return env;
    },
  });
  greet(settings);
  await isReady.forever;
}

function alreadyRunning(settings, holder) {
  const where = holder.url ? ` at ${holder.url}` : "";
  return new Failure(`Gatehouse is already running on ${settings.dataDir}${where} (pid ${holder.pid}).`, {
    hint: "A second installation needs a folder and a port of its own: GATEHOUSE_DATA=.gatehouse-2 PORT=3001 npm start",
  });
}

function greet(settings) {
  const demo = readDemo(settings);
  say();
  say(`  Gatehouse is ready:  ${settings.publicUrl}`);
  if (demo && !settings.isProduction) {
    say();
    say(`  Demo account         ${demo.email}`);
    say(`  Password             ${demo.password}`);
    say();
    say("  First call           (paste it into another terminal)");
    say(`  curl -H "Authorization: Bearer ${demo.api_key}" ${settings.publicUrl}/api/v1/user`);
  }
  say();
  say(`  Data folder          ${settings.dataDir}`);
  say("  Stop with Ctrl-C");
  say();
}
