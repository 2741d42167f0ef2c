import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { maskKeys } from "#db/schema/policies.ts";

const BLOCK_BYTES = 64;

/** A key of one SHA-256 block over each pad of HMAC (RFC 2104 §2): then the database hashes without an extension. */
const newMaskKey = () => {
  const key = randomBytes(BLOCK_BYTES);
  const over = (pad: number) => Buffer.from(key.map((byte) => byte ^ pad));
  return { innerPad: over(0x36), outerPad: over(0x5c) };
};

/** Sees to it that the organization has a key for masks. It stays for good, so that hashes stay the same. */
export async function ensureMaskKey(db: Db, orgId: string): Promise<void> {
  await db
    .insert(maskKeys)
    .values({ orgId, ...newMaskKey() })
    .onConflictDoNothing();
}

/** A secret of the organization that whoever reads does not know, as text. */
export async function maskSecret(db: Db, orgId: string): Promise<string> {
  const [key] = await db.select({ pad: maskKeys.innerPad }).from(maskKeys).where(eq(maskKeys.orgId, orgId));
  if (!key) throw new Error(`${orgId} has policies and no key for masks`);
  return Buffer.from(key.pad).toString("base64url");
}
