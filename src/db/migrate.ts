import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** One migrator at a time on a database, whoever starts it (any constant will do). */
const LOCK = 0x67617465;
const folder = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Applies what is missing of `migrations/`, as the owner of the schema. Safe to run twice and at once: the second waits
 * on an advisory lock and finds nothing to do; a killed run left whole migrations or none.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    const [version] = await sql<{ number: number }[]>`select current_setting('server_version_num')::int as number`;
    if (!version || version.number < 150000) throw new Error("Gatehouse needs PostgreSQL 15 or newer.");
    await sql`select pg_advisory_lock(${LOCK})`;
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("DATABASE_URL is not set.");
    process.exit(2);
  }
  try {
    await migrateDatabase(url);
  } catch (error) {
    console.error(`Migration failed: ${error instanceof Error ? error.message : error}`);
    if ((error as { cause?: { code?: string } }).cause?.code === "42501")
      console.error(
        "The database user may not create the role gatehouse_app. As a superuser: CREATE ROLE gatehouse_app NOLOGIN NOINHERIT; GRANT gatehouse_app TO <user>;",
      );
    process.exit(1);
  }
}
