import { auditSigner } from "#core/audit/signer.ts";
import { statesOf } from "#core/tokens/signing-key-times.ts";
import { withdrawSigningKey } from "#core/tokens/withdraw-signing-key.ts";
import { connect } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { signingKeys } from "#db/schema/tokens.ts";
import { readConfig } from "../env.ts";

/** Ends a signing key that others may have, and all that it signed. Without an id: says which keys there are. */
const config = readConfig(process.env);
const sql = connect(config.databaseUrl, { max: 1, statementTimeoutMs: 0, name: "gatehouse withdraw-signing-key" });
const db = drizzleOver(sql);
const [clock] = await sql<{ now: string }[]>`select clock_timestamp() as now`;
const now = new Date(clock?.now ?? Date.now());
const [kid] = process.argv.slice(2);

async function sayWhichThereAre(): Promise<void> {
  for (const [key, state] of statesOf(await db.select().from(signingKeys), now))
    console.log(`${key.kid}  ${state}  signs from ${key.signsFrom.toISOString()}`);
}

const withdrawn =
  kid === undefined
    ? null
    : await withdrawSigningKey({ db, secret: config.secret, auditSigner: auditSigner(config.secret), now }, kid);
if (withdrawn === null) {
  console.log(kid === undefined ? "Say which key to withdraw:" : `There is no signing key ${kid}. There are:`);
  await sayWhichThereAre();
  process.exitCode = 2;
} else {
  const { was, replacedBy, privateTokens } = withdrawn;
  console.log(`${kid} (${was}) is withdrawn: nothing that it signed is good any more.`);
  if (replacedBy) console.log(`  ${replacedBy} signs from now on.`);
  console.log("  Sessions go on as soon as they are refreshed.");
  console.log(`  Private tokens that were revoked, and whose owners were told: ${privateTokens}`);
  console.log("  Whoever verifies tokens with a kept copy of /.well-known/jwks.json sees it within five minutes.");
}
await sql.end();
