import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import { childEnv } from "./child-env.mjs";
import { Failure } from "./failure.mjs";
import { runTool } from "./lifecycle.mjs";
import { step } from "./progress.mjs";
import { keepDir } from "./project.mjs";

/** The OpenFGA that the tests were written against. */
const VERSION = "v1.22.1";
const folder = path.join(keepDir, `openfga-${VERSION}`);

/** A real OpenFGA server for the tests: `OPENFGA_BIN`, one on the PATH, one that was built here; or null. */
export function findOpenFga() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const candidates = [process.env.OPENFGA_BIN, ...[...folders, folder].map((each) => path.join(each, "openfga"))];
  return candidates.find((each) => each && isExecutable(each)) ?? null;
}

/** The same; where there is none it is built from the Go module proxy, which takes some minutes. */
export async function buildOpenFga() {
  const found = findOpenFga();
  if (found) return found;
  mkdirSync(folder, { recursive: true });
  await step({ doing: `Building OpenFGA ${VERSION} with Go (some minutes)`, done: "OpenFGA built" }, async () => {
    const env = childEnv({ GOBIN: folder });
    const { code, output } = await runTool("go", ["install", `github.com/openfga/openfga/cmd/openfga@${VERSION}`], {
      capture: true,
      env,
    });
    if (code !== 0)
      throw new Failure("OpenFGA could not be built.", {
        output,
        hint: "Install Go, or set OPENFGA_BIN to an openfga binary. `npm test` needs neither.",
      });
  });
  return path.join(folder, "openfga");
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
