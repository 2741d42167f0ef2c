import { rotateSigningKey, tidySigningKeys } from "#core/tokens/rotate-signing-key.ts";
import { connect } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { readConfig } from "../env.ts";

/** Makes the next key that signs tokens. Nobody is logged out: what the present one signed stays good until it expires. */
const config = readConfig(process.env);
const sql = connect(config.databaseUrl, { max: 1, name: "gatehouse rotate-signing-key" });
const db = drizzleOver(sql);
const [clock] = await sql<{ now: string }[]>`select clock_timestamp() as now`;
const now = new Date(clock?.now ?? Date.now());

await tidySigningKeys(db, now);
const { kid, signsFrom, made } = await rotateSigningKey(db, config.secret, now);
if (!made) console.log("A new key is waiting already; nothing was changed.");
console.log(`${kid}\n  is published at ${config.publicUrl}/.well-known/jwks.json now`);
console.log(signsFrom > now ? `  and signs from ${signsFrom.toISOString()} on.` : "  and signs from now on.");
console.log("  The key before it stays published until the last token that it signed has expired.");
await sql.end();
