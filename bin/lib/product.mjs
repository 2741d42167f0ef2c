import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "./child-env.mjs";
import { demandDisk } from "./disk.mjs";
import { Failure } from "./failure.mjs";
import { runTool } from "./lifecycle.mjs";
import { takeLock } from "./lock.mjs";
import { say, step } from "./progress.mjs";
import { commandOf, inProject, keepDir, readJson, root } from "./project.mjs";
import { ownSecret } from "./secret.mjs";
import { hashOf, isStamped, writeStamp } from "./stamp.mjs";

const buildStamp = inProject(".next", "gatehouse-build.json");
const BUILT_FROM = ["src", "public", "next.config.mjs", "postcss.config.mjs", "package.json", "package-lock.json"];
// Next completes this file itself when it builds, so it is looked at afterwards.
const COMPLETED_BY_NEXT = ["tsconfig.json"];
const isTest = (name) => /\.test\.[cm]?[jt]sx?$/.test(name);

/** The environment of everything of the product that we start; `src/env.ts` reads it. */
export function productEnv(settings, databaseUrl, extra = {}) {
  return childEnv({
    PORT: String(settings.port),
    HOST: settings.host,
    GATEHOUSE_PUBLIC_URL: settings.publicUrl,
    GATEHOUSE_DATA: settings.dataDir,
    GATEHOUSE_SECRET: settings.secret ?? ownSecret(settings.dataDir),
    DATABASE_URL: databaseUrl,
    ...extra,
  });
}

/** Brings the database to this release. Safe to run at any time, and on several machines at once. */
export const migrate = (env) =>
  step({ doing: "Bringing the database up to date", done: "Database up to date" }, () =>
    runScript("src/db/migrate.ts", env, "The database could not be brought up to date."),
  );

/** Makes the demo organization, unless this database has it. */
export async function seedDemo(settings, env) {
  const file = path.join(settings.dataDir, "demo.json");
  const demo = readJson(file);
  // Whoever deleted the demo organization, or protected its account, does not want it back: a start goes on without it.
  if (demo && (await hasUsers(env.DATABASE_URL))) {
    // Another PORT since then: the file is read by people and by scripts.
    if (demo.url !== settings.publicUrl)
      writeFileSync(file, `${JSON.stringify({ ...demo, url: settings.publicUrl }, null, 2)}\n`, { mode: 0o600 });
    return;
  }
  await step({ doing: "Making demo data", done: "Demo data made" }, () =>
    runScript("src/demo/seed.ts", env, "The demo data could not be made."),
  );
}

/** Whether this is a database that was in use before. If it cannot be told, no: making demo data twice changes nothing. */
async function hasUsers(databaseUrl) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    return (await sql`select 1 from users limit 1`).length > 0;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function runScript(script, env, message) {
  const { code, output } = await runTool(process.execPath, [inProject(script)], { capture: true, env });
  if (code !== 0) throw new Failure(message, { output: output.split("\n").slice(-40).join("\n") });
}

/** Builds the pages, unless they were built from these very sources. */
export async function build() {
  const sources = hashOf(root, BUILT_FROM, { skip: isTest });
  const wanted = () => `${sources}-${hashOf(root, COMPLETED_BY_NEXT)}`;
  const isBuilt = () => isStamped(buildStamp, wanted()) && existsSync(inProject(".next", "BUILD_ID"));
  if (isBuilt()) return;
  const lock = await waitForBuildLock();
  try {
    if (isBuilt()) return;
    demandDisk(root, 300, "Building the pages");
    rmSync(buildStamp, { force: true });
    await step({ doing: "Building the pages", done: "Pages built" }, async () => {
      // Pages are built without the product's environment: no secret may end up in them.
      const env = childEnv({ NODE_ENV: "production", DATABASE_URL: undefined, GATEHOUSE_SECRET: undefined });
      const { code, output } = await runTool(process.execPath, [commandOf("next", "next"), "build"], {
        capture: true,
        env,
      });
      if (code !== 0)
        throw new Failure(
          /ENOSPC|no space left/i.test(output) ? "The disk is full." : "The pages could not be built.",
          { output },
        );
      writeStamp(buildStamp, wanted());
    });
  } finally {
    lock.release();
  }
}

async function waitForBuildLock() {
  for (let waited = false; ; waited = true) {
    const lock = takeLock(keepDir, "build");
    if (lock.taken) return lock;
    if (!waited) say(`… Waiting for another build to end (pid ${lock.holder.pid})`);
    await sleep(300);
  }
}

/** The demo account that the seed left, or undefined. */
export const readDemo = (settings) => readJson(path.join(settings.dataDir, "demo.json"));
