import type postgres from "postgres";

const TRIES = 20;

/**
 * Drops a database of the tests, whoever is still connected. Tries again while one of PostgreSQL's own workers, which
 * nobody but a superuser may end, is busy in it.
 */
export async function dropDatabase(admin: postgres.Sql, name: string): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
