import { hash, randomBytes } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { type OneTimePurpose, oneTimeTokens } from "#db/schema/account.ts";

type Held = { userId: string; email: string | null };

const digest = (token: string) => hash("sha256", token, "base64url");
const matching = (purpose: OneTimePurpose, token: string) =>
  and(
    eq(oneTimeTokens.hash, digest(token)),
    eq(oneTimeTokens.purpose, purpose),
    gt(oneTimeTokens.expiresAt, sql`clock_timestamp()`),
  );
const columns = { userId: oneTimeTokens.userId, email: oneTimeTokens.email };

/** Makes a token of 256 random bits that is good once, for `minutes`. The database keeps its hash. */
export async function mintOneTimeToken(
  db: Db,
  { minutes, ...rest }: { purpose: OneTimePurpose; userId: string; email?: string; minutes: number },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = sql`clock_timestamp() + ${minutes} * interval '1 minute'`;
  await db.insert(oneTimeTokens).values({ ...rest, hash: digest(token), expiresAt });
  return token;
}

/** What a token stands for, without using it up; null if it is unknown, used, or past its time. */
export async function readOneTimeToken(db: Db, purpose: OneTimePurpose, token: string): Promise<Held | null> {
  const [row] = await db.select(columns).from(oneTimeTokens).where(matching(purpose, token));
  return row ?? null;
}

/** The same, and uses it up: of any number at once, one gets it. It is good again if the transaction is rolled back. */
export async function spendOneTimeToken(db: Db, purpose: OneTimePurpose, token: string): Promise<Held | null> {
  const [row] = await db.delete(oneTimeTokens).where(matching(purpose, token)).returning(columns);
  return row ?? null;
}

/** Voids what was sent to a user for `purpose` and not used yet. */
export async function voidOneTimeTokens(db: Db, purpose: OneTimePurpose, userId: string): Promise<void> {
  await db.delete(oneTimeTokens).where(and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.purpose, purpose)));
}
