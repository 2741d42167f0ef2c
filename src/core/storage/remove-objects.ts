import { inArray, sql } from "drizzle-orm";
import { objectRemovals } from "#db/schema/files.ts";
import type { Runtime } from "../runtime.ts";

const AT_ONCE = 20;

/**
 * Removes objects that are due from the store; gives whether there may be more. What fails stays and is tried again
 * after ten minutes: an object is forgotten only once it is gone.
 */
export async function removeObjects({ db, store }: Runtime): Promise<boolean> {
  const taken = await db.execute<{ key: string }>(sql`
    update object_removals set taken_at = now(), due_at = now() + interval '10 minutes' where key in (
      select key from object_removals where due_at <= now() order by due_at limit ${AT_ONCE} for update skip locked
    ) returning key`);
  const results = await Promise.allSettled(
    taken.map(async ({ key }) => {
      await store.remove(key);
      return key;
    }),
  );
  const gone = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (gone.length > 0) await db.delete(objectRemovals).where(inArray(objectRemovals.key, gone));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw new Error("An object could not be removed from the store.", { cause: failed.reason });
  return taken.length === AT_ONCE;
}
