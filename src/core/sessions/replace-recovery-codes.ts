import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { recoveryCodes } from "#db/schema/account.ts";
import { newRecoveryCodes, recoveryCodeHash } from "./recovery-code.ts";

/** Puts new codes in place of a user's old ones. They are given here and kept as hashes only. */
export async function replaceRecoveryCodes(db: Db, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await db.insert(recoveryCodes).values(codes.map((code) => ({ userId, hash: recoveryCodeHash(code) })));
  return codes;
}
