import type postgres from "postgres";
import { PATIENCE_MS } from "./patience.ts";

const PAUSE_MS = 250;

/**
 * Drops a database of the tests, whoever is still connected. Tries again while one of PostgreSQL's own workers, which
 * nobody but a superuser may end, is busy in it.
 */
export async function dropDatabase(admin: postgres.Sql, name: string): Promise<void> {
  for (let left = PATIENCE_MS / PAUSE_MS; ; left--) {
    try {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
