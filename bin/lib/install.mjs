import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "./child-env.mjs";
import { demandDisk } from "./disk.mjs";
import { Failure } from "./failure.mjs";
import { runTool } from "./lifecycle.mjs";
import { takeLock } from "./lock.mjs";
import { say, step } from "./progress.mjs";
import { inProject, keepDir, root } from "./project.mjs";
import { hashOf, isStamped, writeStamp } from "./stamp.mjs";

const stampFile = path.join(keepDir, "install.json");
// Present while npm runs. A killed npm leaves half-unpacked packages that it later takes for whole ones.
const unfinishedFile = path.join(keepDir, "install-unfinished");
const modules = inProject("node_modules");

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(?:CONN|SOCKET)?TIMEDOUT|ENETUNREACH|EHOSTUNREACH|SOCKET_TIMEOUT/;

const wanted = () => hashOf(root, ["package.json", "package-lock.json"]) + process.platform + process.arch;
const isInstalled = () => isStamped(stampFile, wanted()) && !existsSync(unfinishedFile) && isWhole();
const isWhole = () =>
  ["next", "postgres", "drizzle-orm"].every((name) => existsSync(path.join(modules, name, "package.json")));

/** Installs the packages unless those of this package.json and package-lock.json are there already. */
export async function install() {
  if (isInstalled()) return;
  demandWritable();
  const lock = await waitForLock();
  try {
    if (isInstalled()) return;
    demandDisk(root, 1_500, "Installing the packages");
    await step({ doing: "Installing packages", done: "Packages installed" }, installPackages);
  } finally {
    lock.release();
  }
}

async function installPackages() {
  if (existsSync(unfinishedFile)) clearModules();
  rmSync(stampFile, { force: true });
  writeFileSync(unfinishedFile, "");
  let result = await npmInstall();
  // Left-overs of an earlier, interrupted or foreign install: begin again from nothing.
  if (result.code !== 0 && /ENOTEMPTY|EEXIST|ENOTDIR|EISDIR|Invalid Version|Cannot read prop/.test(result.output)) {
    clearModules();
    result = await npmInstall();
  }
  if (result.code !== 0) throw explain(result.output);
  if (!isWhole())
    throw new Failure("npm ended well, but packages are missing.", { hint: "Remove node_modules and try again." });
  rmSync(unfinishedFile, { force: true });
  writeStamp(stampFile, wanted());
}

/**
 * `npm install`, not `npm ci`: some registries lack the packages of other platforms, which `ci` demands. Development
 * packages are asked for by name because npm leaves them out when NODE_ENV=production, and the build needs them.
 */
async function npmInstall() {
  // The linked Node would be the first on PATH of npm's own children, and may be half unpacked from now on.
  rmSync(path.join(modules, ".bin", "node"), { force: true });
  const args = ["install", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  // Without a registry npm tries each package for itself and takes minutes to say so; its cache may still have them all.
  const ping = await npm(["ping", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=15000"]);
  if (ping.code === 0 || !UNREACHABLE.test(ping.output)) return npm(args);
  const cached = await npm([...args, "--offline"]);
  return cached.code === 0 ? cached : { ...cached, output: ping.output };
}

function npm(args) {
  const [file, ...before] = findNpm();
  const env = childEnv({ npm_config_global: undefined });
  return runTool(file, [...before, ...args, "--loglevel=error"], { capture: true, env });
}

/** npm as a command line: the one that runs us, the one beside our Node, or the one in PATH. */
function findNpm() {
  const beside = path.dirname(realpathSync(process.execPath));
  const scripts = [
    process.env.npm_execpath,
    path.join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(beside, "node_modules/npm/bin/npm-cli.js"),
  ];
  const script = scripts.find((file) => file && path.basename(file) === "npm-cli.js" && existsSync(file));
  if (script) return [process.execPath, script];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, "npm");
    if (folder && existsSync(file)) return [file];
  }
  throw new Failure("npm was not found.", { hint: "Install Node.js 20 or later together with npm." });
}

function clearModules() {
  for (const name of readdirSync(modules))
    if (name !== path.basename(keepDir)) rmSync(path.join(modules, name), { recursive: true, force: true });
}

async function waitForLock() {
  for (let waited = false; ; waited = true) {
    const lock = takeLock(keepDir, "install");
    if (lock.taken) return lock;
    if (!waited) say(`… Waiting for another install to end (pid ${lock.holder.pid})`);
    await sleep(300);
  }
}

function demandWritable() {
  try {
    mkdirSync(keepDir, { recursive: true });
    accessSync(keepDir, constants.W_OK);
    accessSync(root, constants.W_OK);
  } catch (error) {
    if (error.code === "ENOSPC") throw explain("ENOSPC");
    throw new Failure(`Packages have to be installed, and ${modules} cannot be written to.`, {
      hint: `Run this as the owner of ${root}, or give yourself the right to write there.`,
    });
  }
}

function explain(output) {
  const causes = [
    [/ENOSPC|no space left/i, "The disk is full.", "Free about 1.5 GB and start again."],
    [
      UNREACHABLE,
      "The npm registry cannot be reached.",
      "The first start needs it. Check the network, a proxy (HTTPS_PROXY), or `npm config get registry`.",
    ],
    [/\bE40[13]\b/, "The npm registry refuses access.", "Check the login or token of `npm config get registry`."],
    [
      /\bE404\b|ETARGET/,
      "The npm registry does not have a package.",
      "A mirror may be out of date: `npm config get registry`.",
    ],
    [
      /EACCES|EPERM|EROFS/,
      "npm may not write where it has to.",
      `Check who owns ${root} and npm's cache folder (~/.npm).`,
    ],
    [
      /EINTEGRITY/,
      "A downloaded package is not the one that was pinned.",
      "Try `npm cache clean --force` and start again.",
    ],
  ];
  const [, message, hint] = causes.find(([pattern]) => pattern.test(output)) ?? [null, "npm install failed.", ""];
  return new Failure(message, { hint, output: output.split("\n").slice(-25).join("\n") });
}
