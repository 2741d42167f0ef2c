import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Failure } from "../failure.mjs";
import { readJson } from "../project.mjs";
import { outsideDir } from "./native.mjs";

/** In each folder under /var/lib/gatehouse: the data folder that it belongs to. */
const noteName = "belongs-to.json";

const accountFile = (dataDir) => path.join(dataDir, "postgres.json");

/**
 * What we know of the installation's own database: `port`, the passwords of the owner role and of the superuser, and
 * `directory` if it lies outside the data folder. Undefined before the first start.
 */
export const readAccount = (dataDir) => readJson(accountFile(dataDir));

export function writeAccount(dataDir, account) {
  const aside = `${accountFile(dataDir)}.${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, accountFile(dataDir));
}

/**
 * Where the database's files are and who runs it. PostgreSQL refuses to run as root: root steps down to the owner of the
 * files, otherwise to `postgres`, otherwise to `nobody`; and if that user cannot reach the data folder (a project under
 * /root), the files live in /var/lib/gatehouse.
 *
 * @returns {{ directory: string, user?: { uid: number, gid: number } }}
 */
export function findPlace(dataDir) {
  const inside = path.join(realpathSync(dataDir), "postgres");
  const outside = readAccount(dataDir)?.directory;
  const isInside = existsSync(path.join(inside, "PG_VERSION"));
  const existing = isInside ? inside : outside && existsSync(outside) ? outside : undefined;
  if (process.getuid?.() !== 0) {
    demandOwner(existing);
    return { directory: existing ?? inside };
  }

  const user = unprivilegedUser(existing);
  if (existing && existing === outside) {
    demandNotCopied(dataDir, outside);
    return { directory: outside, user };
  }
  if (canWalk(path.dirname(inside), user)) return { directory: inside, user };
  if (isInside)
    throw new Failure(`The database in ${inside} cannot be reached by user ${user.uid}, as whom it has to run.`, {
      hint: "Move the project where others may enter, or keep the data elsewhere: GATEHOUSE_DATA=/path/to/folder",
    });
  const home = findHome(dataDir) ?? path.join(outsideDir, randomBytes(6).toString("hex"));
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o711);
  writeFileSync(path.join(home, noteName), JSON.stringify({ dataDir: realpathSync(dataDir) }));
  return { directory: path.join(home, "postgres"), user };
}

/**
 * A place outside that an earlier start made for this folder and did not get to write down, or whose note was lost. A
 * finished database counts only if the installation's secret is still here: a folder deleted by hand is a new beginning.
 */
function findHome(dataDir) {
  if (!existsSync(outsideDir)) return undefined;
  const hasSecret = existsSync(path.join(dataDir, "secret"));
  return readdirSync(outsideDir)
    .map((name) => path.join(outsideDir, name))
    .filter((home) => readJson(path.join(home, noteName))?.dataDir === realpathSync(dataDir))
    .find((home) => hasSecret || !existsSync(path.join(home, "postgres", "PG_VERSION")));
}

function demandOwner(existing) {
  const owner = existing && statSync(existing).uid;
  if (existing && owner !== process.getuid())
    throw new Failure(`The database in ${existing} belongs to user ${owner}, and you are user ${process.getuid()}.`, {
      hint: "Start as the user who started it first (root, if that was root), or choose another folder with GATEHOUSE_DATA.",
    });
}

/** A copied data folder still points at the original's database: two installations would share one. */
function demandNotCopied(dataDir, outside) {
  const note = path.join(path.dirname(outside), noteName);
  const here = realpathSync(dataDir);
  const owner = readJson(note)?.dataDir;
  if (owner && owner !== here && readAccount(owner)?.directory === outside)
    throw new Failure(`${here} is a copy of ${owner}, whose database lies in ${outside}.`, {
      hint: "Begin anew in this folder: node bin/gatehouse.mjs reset (the original keeps its database)",
    });
  if (owner !== here) writeFileSync(note, JSON.stringify({ dataDir: here }));
}

/** Whether the database outside is this data folder's own, and not the original's of a copied folder. */
export function ownsOutside(dataDir, outside) {
  const owner = readJson(path.join(path.dirname(outside), noteName))?.dataDir;
  return owner === realpathSync(dataDir);
}

function unprivilegedUser(existing) {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  if (existing) {
    const { uid, gid } = statSync(existing);
    const owner = users.find((user) => user.uid === uid) ?? { uid, gid };
    if (uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const { uid, gid } = users.find(({ name }) => name === "postgres") ??
    users.find(({ name }) => name === "nobody") ?? { uid: 65534, gid: 65534 };
  return { uid, gid };
}

const canWalk = (folder, user) =>
  spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
