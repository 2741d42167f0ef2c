import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { invalidField, Refusal } from "../refusal.ts";

const READ_SECONDS = 5;

/** Gives each statement of a read five seconds and says what to do when they are over. */
export async function guardRead<T>(db: Db, read: () => Promise<T>): Promise<T> {
  await db.execute(sql.raw(`set local statement_timeout = '${READ_SECONDS}s'`));
  try {
    return await read();
  } catch (error) {
    throw refusalOfRead(error) ?? error;
  }
}

/** What a caller can mend, or null. */
export function refusalOfRead(error: unknown): Refusal | null {
  const code = (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code;
  if (code === "57014")
    return new Refusal(
      "invalid_input",
      `Reading takes longer than ${READ_SECONDS} seconds. Filter more narrowly, sort or group by fewer columns, or use the export.`,
      {
        errors: [{ attr: "filter", code: "too_slow", detail: `The read was stopped after ${READ_SECONDS} seconds.` }],
        cause: error,
      },
    );
  if (code === "22003")
    return invalidField("aggregate", "too_big", "A sum or an average is larger than the largest number there is.");
  // Deleted between the look at the catalogue and the read.
  if (code === "42P01") return new Refusal("not_found", "There is no such source.", { cause: error });
  return null;
}
