import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { Failure } from "./failure.mjs";
import { say } from "./progress.mjs";
import { inProject, readJson } from "./project.mjs";
import { untar } from "./untar.mjs";

const SYSTEM = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The path of a Chromium for the journeys: CHROME_PATH, Playwright's own, the system's, the one from npm, and for root
 * the distribution's. Nothing is downloaded outside the package registries.
 */
export async function findBrowser() {
  if (process.env.CHROME_PATH) {
    if (works(process.env.CHROME_PATH)) return process.env.CHROME_PATH;
    throw new Failure(`CHROME_PATH is no working browser: ${process.env.CHROME_PATH}`);
  }
  const found = [await playwrightsOwn(), ...SYSTEM].find(works);
  if (found) return found;
  const failures = [];
  for (const way of [unpackNpmChromium, installWithApt])
    try {
      return way();
    } catch (error) {
      failures.push(error.message);
    }
  throw new Failure("No Chromium was found for the browser tests.", {
    output: failures.join("\n"),
    hint: "Set CHROME_PATH=/path/to/chrome, or run: npx playwright install chromium",
  });
}

const run = (file) => spawnSync(file, ["--version", "--no-sandbox"], { encoding: "utf8", timeout: 30_000 });
const works = (file) => Boolean(file) && existsSync(file) && run(file).status === 0;

async function playwrightsOwn() {
  const { chromium } = await import(pathToFileURL(inProject("node_modules/@playwright/test/index.mjs")).href);
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * @sparticuz/chromium brings a headless Chromium packed with brotli: unpacked once, beside a script that gives it its fonts
 * and, on a machine without them, its libraries. The script makes it one path that works like any other browser.
 */
function unpackNpmChromium() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("npm's Chromium is for Linux on x64 only");
  const source = inProject("node_modules/@sparticuz/chromium");
  const { version } = readJson(path.join(source, "package.json"));
  const folder = inProject("node_modules/.cache", `chromium-${version}`);
  if (!existsSync(folder)) {
    const aside = `${folder}.${process.pid}`;
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true });
    const open = (name) => brotliDecompressSync(readFileSync(path.join(source, "bin", name)));
    writeFileSync(path.join(aside, "chromium"), open("chromium.br"), { mode: 0o755 });
    for (const name of ["fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"]) untar(open(name), aside);
    try {
      renameSync(aside, folder);
    } catch (error) {
      rmSync(aside, { recursive: true, force: true });
      if (!existsSync(folder)) throw error; // otherwise another run was faster
    }
  }
  writeFileSync(path.join(folder, "fonts.conf"), fontsConf(folder));
  // The system's own libraries are the better ones; only a bare machine needs those of the package.
  const scripts = ["", `LD_LIBRARY_PATH='${folder}/lib'`].map((libraries, index) => {
    const file = path.join(folder, index === 0 ? "chromium.sh" : "chromium-own-libraries.sh");
    writeFileSync(
      file,
      `#!/bin/sh\nFONTCONFIG_FILE='${folder}/fonts.conf' ${libraries} exec '${folder}/chromium' "$@"\n`,
    );
    chmodSync(file, 0o755);
    return file;
  });
  const script = scripts.find(works);
  if (script) return script;
  throw new Error(`npm's Chromium does not run: ${run(scripts[1]).stderr}`);
}

const fontsConf = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`;

function installWithApt() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new Error("apt-get needs root on Debian or Ubuntu");
  say("… Installing Chromium with apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ])
    spawnSync("apt-get", args, { stdio: "inherit", env });
  if (works("/usr/bin/chromium")) return "/usr/bin/chromium";
  throw new Error("apt-get could not install Chromium");
}
