import { makeStore, openFga } from "#core/permissions/openfga.ts";
import { reconcile } from "#core/permissions/reconcile.ts";
import { connect } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { readConfig } from "../env.ts";

/**
 * Makes the OpenFGA store hold the model of this version and the relations of the tables, and no other. `--take-over`: also
 * if it was filled by somebody else.
 */
const takeOver = process.argv.includes("--take-over");
const url = process.env.OPENFGA_URL;
if (!url) {
  console.error(
    "No OpenFGA server is configured, so the tables decide alone and there is nothing to keep in step.\n" +
      "Set OPENFGA_URL, and OPENFGA_API_TOKEN if the server asks for one. See docs/openfga.md.",
  );
  process.exit(2);
}
const giveUp = (error: Error): never => {
  console.error(`Nothing was changed: ${error.message}`);
  process.exit(1);
};
if (!process.env.OPENFGA_STORE_ID) {
  const server = { url, token: process.env.OPENFGA_API_TOKEN ?? null };
  process.env.OPENFGA_STORE_ID = await makeStore(server).catch(giveUp);
  console.log(`Made a store. Start Gatehouse with it from now on:\n  OPENFGA_STORE_ID=${process.env.OPENFGA_STORE_ID}`);
}
const config = (() => {
  try {
    return readConfig(process.env);
  } catch (error) {
    return giveUp(error as Error);
  }
})();
if (!config.openFga) throw new Error("OPENFGA_URL is set, but not read");
const sql = connect(config.databaseUrl, { max: 3, statementTimeoutMs: 0, name: "gatehouse sync-permissions" });

const parts = { sql, db: drizzleOver(sql), openFga: openFga(config.openFga) };
const { tuples, written, deleted, modelId } = await reconcile(parts, { takeOver }).catch(giveUp);
console.log(`The store ${config.openFga.storeId} holds the ${tuples} relations of the database.`);
console.log(`  ${written} were missing and are there now; ${deleted} should not have been there and are gone.`);
console.log(`  The model is ${modelId}.`);
await sql.end();
