import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openDataFolder, runDir } from "./data-folder.mjs";
import { atEnd } from "./lifecycle.mjs";
import { lockHolder, takeLock } from "./lock.mjs";
import { LAUNCHER } from "./own-database.mjs";
import { freePort } from "./ports.mjs";
import { stopOrphan } from "./postgres/orphan.mjs";
import { readSettings } from "./settings.mjs";

const PREFIX = "gatehouse-test-";
const GRACE_MS = 60_000;

/**
 * Settings of an installation that lives in the system's temporary folder and is removed with everything in it when the
 * command ends. Nothing of the person's own settings gets in: tests must never meet a real database.
 */
export async function throwAwaySettings() {
  for (const name of Object.keys(process.env).filter((key) => /^OPENFGA_(?!BIN$)/.test(key))) delete process.env[name];
  await sweep();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(dataDir, 0o711);
  openDataFolder(dataDir);
  takeLock(runDir(dataDir), LAUNCHER, { command: "test" });
  atEnd(() => rmSync(dataDir, { recursive: true, force: true }));
  return readSettings({
    GATEHOUSE_DATA: dataDir,
    GATEHOUSE_SECRET: randomBytes(32).toString("hex"),
    // Below those that systems give to connections by themselves: it must still be free when the build is done.
    PORT: String(await freePort(randomInt(10_000, 30_000))),
  });
}

/** What a killed run left behind: its database may still be running. */
async function sweep() {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(os.tmpdir(), name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (!stat || stat.uid !== process.getuid?.() || Date.now() - stat.ctimeMs < GRACE_MS) continue;
    if (lockHolder(runDir(folder), LAUNCHER)) continue;
    await stopOrphan(path.join(folder, "postgres"));
    rmSync(folder, { recursive: true, force: true });
  }
}
