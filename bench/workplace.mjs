import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { makeDatabase } from "./fixtures.mjs";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** A folder and two databases of a measurement, all gone after `close()`. */
export async function openWorkplace() {
  const adminUrl = process.env.GATEHOUSE_TEST_ADMIN_URL;
  if (!adminUrl) throw new Error("GATEHOUSE_TEST_ADMIN_URL is not set: run `npm run bench`.");
  // Within the launcher's folder: however this process ends, that one is removed, or swept by the next run.
  const folder = mkdtempSync(path.join(process.env.GATEHOUSE_DATA ?? os.tmpdir(), "bench-"));
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const made = [];
  const database = (noun) => {
    const name = `gatehouse_bench_${noun}_${process.pid}`;
    made.push(name);
    return makeDatabase(admin, adminUrl, name);
  };
  return {
    folder,
    database,
    async close() {
      // Not WITH (FORCE): it may not end PostgreSQL's own workers, which the plain form asks to leave.
      for (const name of made)
        await admin.unsafe(`drop database if exists ${name}`).catch((error) => {
          console.warn(`The database ${name} is left behind: ${error.message}`);
        });
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Installs what the product is compared with, and builds its pages, unless that has been done. */
export function prepareRivals() {
  const run = (file, args) => execFileSync(file, args, { cwd: here("."), stdio: ["ignore", "ignore", "inherit"] });
  if (!existsSync(here("node_modules/better-auth/package.json"))) run("npm", ["ci", "--no-audit", "--no-fund"]);
  // Written last, so that a build that was broken off is not taken for a whole one.
  const stamp = here("next-app/.next/built-with");
  const { version } = JSON.parse(readFileSync(here("../node_modules/next/package.json"), "utf8"));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  run(process.execPath, [here("../node_modules/next/dist/bin/next"), "build", here("next-app")]);
  writeFileSync(stamp, version);
}
