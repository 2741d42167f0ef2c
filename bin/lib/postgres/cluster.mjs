import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { demandDisk } from "../disk.mjs";
import { Failure } from "../failure.mjs";
import { runTool } from "../lifecycle.mjs";
import { readAccount, writeAccount } from "./place.mjs";

const OWNER = "gatehouse";
const password = () => randomBytes(24).toString("hex");

/** PostgreSQL gets nothing of our environment: no secret of the product belongs there, and PGDATA and the like disturb. */
export const postgresEnv = () => ({ PATH: "/usr/bin:/bin", LC_ALL: "C", HOME: "/" });

/**
 * Makes the database cluster if there is none: aside, complete with role and database, then renamed, so that a killed
 * start leaves nothing half made. Gives the account to use it with; lost passwords are set anew.
 *
 * @param {{ dataDir: string, directory: string, native: string, user?: object, throwAway: boolean }} place
 */
export async function ensureCluster(place) {
  const { dataDir, directory, native } = place;
  const known = readAccount(dataDir);
  const account = {
    port: known?.port,
    database: OWNER,
    user: OWNER,
    password: known?.password ?? password(),
    superuser: "postgres",
    superuser_password: known?.superuser_password ?? password(),
    ...(path.dirname(directory) === realpathSync(dataDir) ? {} : { directory }),
  };
  if (existsSync(path.join(directory, "PG_VERSION"))) {
    demandVersion(directory, native);
    if (!known?.password) await singleUser(place, directory, passwordStatements(account));
  } else await initialize(place, account);
  if (JSON.stringify(known) !== JSON.stringify(account)) writeAccount(dataDir, account);
  return account;
}

async function initialize(place, account) {
  const { dataDir, directory, native, user, throwAway } = place;
  demandDisk(path.dirname(directory), 300, "A new database");
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new Failure(`${directory} is not a whole database: it has no PG_VERSION.`, {
      hint: "Put it back from a backup, or begin anew: node bin/gatehouse.mjs reset",
    });
  const parent = path.dirname(directory);
  const asidePrefix = `${path.basename(directory)}.new-`;
  for (const name of readdirSync(parent))
    if (name.startsWith(asidePrefix)) rmSync(path.join(parent, name), { recursive: true, force: true });
  const aside = path.join(parent, asidePrefix + process.pid);
  mkdirSync(aside, { mode: 0o700 });
  if (user) chownSync(aside, user.uid, user.gid);
  // initdb cannot read a password from a pipe of Node's, which is a socket.
  const passwordFile = `${aside}.password`;
  writeFileSync(passwordFile, `${account.superuser_password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);

  const created = await runTool(
    path.join(native, "bin/initdb"),
    [
      `--pgdata=${aside}`,
      `--username=${account.superuser}`,
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(throwAway ? ["--no-sync"] : []),
    ],
    { capture: true, ...user, cwd: "/", env: postgresEnv() },
  );
  rmSync(passwordFile);
  if (created.code !== 0) throw explain(created.output, directory);
  // Tests make databases of their own; the product's role may not.
  const createdb = throwAway ? "CREATEDB" : "NOCREATEDB";
  await singleUser(place, aside, [
    `CREATE ROLE ${OWNER} LOGIN CREATEROLE ${createdb} PASSWORD '${account.password}';`,
    `CREATE DATABASE ${OWNER} OWNER ${OWNER};`,
  ]);
  // First the passwords, then the database: the other way round a kill in between would lose them.
  writeAccount(dataDir, account);
  rmSync(directory, { recursive: true, force: true });
  renameSync(aside, directory);
}

const passwordStatements = (account) => [
  `ALTER ROLE ${OWNER} PASSWORD '${account.password}';`,
  `ALTER ROLE ${account.superuser} PASSWORD '${account.superuser_password}';`,
];

/** Statements on a cluster that does not run: needs no password and no client. */
async function singleUser({ native, user, throwAway }, directory, statements) {
  const { code, output } = await runTool(
    path.join(native, "bin/postgres"),
    ["--single", "-D", directory, ...(throwAway ? ["-c", "fsync=off"] : []), "postgres"],
    { capture: true, input: `${statements.join("\n")}\n`, ...user, cwd: "/", env: postgresEnv() },
  );
  if (code !== 0 || /(ERROR|FATAL|PANIC):/.test(output)) throw explain(output, directory);
}

function demandVersion(directory, native) {
  const version = readFileSync(path.join(directory, "PG_VERSION"), "utf8").trim();
  const ours = readFileSync(path.join(native, "share/postgresql/postgres.bki"), "utf8").match(
    /^# PostgreSQL (\d+)/,
  )?.[1];
  if (ours && version !== ours)
    throw new Failure(`The database in ${directory} is of PostgreSQL ${version}, and this release brings ${ours}.`, {
      hint: "Dump it with the release that made it and load it here, or begin anew: node bin/gatehouse.mjs reset",
    });
}

function explain(output, directory) {
  const tail = output.trim().split("\n").slice(-12).join("\n");
  if (/No space left|ENOSPC/i.test(output))
    return new Failure("The disk is full.", { output: tail, hint: `Free some space for ${directory}.` });
  if (/could not look up effective user/i.test(output))
    return new Failure("PostgreSQL needs a user with a name, and this one has none in /etc/passwd.", {
      output: tail,
      hint: "Start as another user, or give a database of your own with DATABASE_URL.",
    });
  return new Failure(`PostgreSQL could not work with ${directory}.`, {
    output: tail,
    hint: "If it cannot be repaired, begin anew: node bin/gatehouse.mjs reset",
  });
}
