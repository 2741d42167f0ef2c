import { eq } from "drizzle-orm";
import { auditSigner } from "#core/audit/signer.ts";
import { verifyChain } from "#core/audit/verify-chain.ts";
import { ACROSS_TENANTS, inTenant } from "#core/tenant.ts";
import { connect } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { auditChains } from "#db/schema/audit.ts";
import { organizations } from "#db/schema/organizations.ts";
import { readConfig } from "../env.ts";

/** Checks the audit chain of every organization, or of those named as arguments. Exit code 1 if one is broken. */
const config = readConfig(process.env);
const sql = connect(config.databaseUrl, { max: 1, statementTimeoutMs: 0, name: "gatehouse verify-audit" });
const signer = auditSigner(config.secret);
const wanted = process.argv.slice(2);
let broken = 0;

await inTenant(drizzleOver(sql), ACROSS_TENANTS, async (db) => {
  // The chains of deleted organizations stay, and are verified like the others.
  const all = await db
    .select({ id: auditChains.orgId, name: organizations.name })
    .from(auditChains)
    .leftJoin(organizations, eq(organizations.id, auditChains.orgId))
    .orderBy(auditChains.orgId);
  const unknown = wanted.filter((id) => !all.some((organization) => organization.id === id));
  for (const id of unknown) console.log(`${id}  no such organization`);
  broken += unknown.length;
  for (const { id, name } of all.filter((organization) => wanted.length === 0 || wanted.includes(organization.id))) {
    const report = await verifyChain(db, signer, id);
    if (!report.valid) broken += 1;
    const verdict = report.valid ? "intact" : `BROKEN at event ${report.broken_at}: ${report.reason}`;
    console.log(`${id}  ${report.events} events  ${verdict}  (${name ?? "deleted"})`);
  }
});
await sql.end();
process.exit(broken > 0 ? 1 : 0);
