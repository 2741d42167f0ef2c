import { eq, sql } from "drizzle-orm";
import type { FileRoom } from "#contract/file.ts";
import type { Db } from "#db/client.ts";
import { files } from "#db/schema/files.ts";
import type { Config } from "../config.ts";
import { Refusal } from "../refusal.ts";

/** What the files of an organization take, of how much. */
export async function roomOf(db: Db, orgId: string, { filesQuotaBytes }: Config): Promise<FileRoom> {
  const [row] = await db
    .select({ files: sql<number>`count(*)::int`, used: sql<string>`coalesce(sum(${files.bytes}), 0)::text` })
    .from(files)
    .where(eq(files.orgId, orgId));
  return { files: row?.files ?? 0, used_bytes: Number(row?.used ?? 0), quota_bytes: filesQuotaBytes };
}

/** Bytes that one more file may have; refuses where there are none. */
export function bytesLeft({ used_bytes, quota_bytes }: FileRoom): number {
  if (quota_bytes === null) return Number.POSITIVE_INFINITY;
  if (used_bytes >= quota_bytes) throw quotaExceeded(quota_bytes);
  return quota_bytes - used_bytes;
}

/**
 * Refuses a file that does not fit. Files of one organization are counted one after the other from here to the commit, so
 * that two which fit alone, but not together, do not both pass.
 */
export async function takeRoom(db: Db, orgId: string, config: Config, bytes: number): Promise<void> {
  if (config.filesQuotaBytes === null) return;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`files of ${orgId}`}, 0))`);
  const { used_bytes } = await roomOf(db, orgId, config);
  if (used_bytes + bytes > config.filesQuotaBytes) throw quotaExceeded(config.filesQuotaBytes);
}

export const quotaExceeded = (quota: number): Refusal =>
  new Refusal(
    "quota_exceeded",
    `With this file, the files of the organization would take more than ${Math.floor(quota / 2 ** 20).toLocaleString("en")} MiB. Delete some, or ask whoever runs this instance for more room.`,
  );
