import { Failure } from "../failure.mjs";
import { runTool } from "../lifecycle.mjs";
import { borrowDatabase } from "../own-database.mjs";
import { productEnv } from "../product.mjs";
import { inProject } from "../project.mjs";
import { readSettings } from "../settings.mjs";

/**
 * `migrate`, `seed`, `verify-audit`: one script of the product against its database, running or not.
 * @returns {Promise<number>} the script's own exit code
 */
export async function runScriptCommand(script, args, { first = [], demo = false } = {}) {
  const settings = readSettings();
  if (demo && settings.isProduction)
    throw new Failure("There is no demo data in production.", {
      hint: "It would open an account that nobody asked for.",
    });
  const env = productEnv(settings, await borrowDatabase(settings));
  for (const earlier of first) {
    const { code } = await runTool(process.execPath, [inProject(earlier)], { env });
    if (code !== 0) return code ?? 1;
  }
  const { code } = await runTool(process.execPath, [inProject(script), ...args], { env });
  return code ?? 1;
}
