import { apiKey } from "@better-auth/api-key";
import pg from "pg";

/** Neither side may meet a limit while it is measured, yet both count. */
const rateLimit = { enabled: true, timeWindow: 3_600_000, maxRequests: 2_000_000_000 };
const secret = "a secret of the benchmark, thirty-two bytes and more";

/** As the documentation deploys it: everything in PostgreSQL, each verification claims its use before it answers. */
export const documented = (databaseUrl) => ({
  database: new pg.Pool({ connectionString: databaseUrl }),
  baseURL: "http://127.0.0.1",
  secret,
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit })],
});

/**
 * The fastest that the documentation offers: keys in secondary storage, updates after the answer. The storage is a Map
 * in the same process, which no real one (Redis) can beat.
 */
export function fastest(databaseUrl) {
  const kept = new Map();
  const secondaryStorage = {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    delete: (key) => void kept.delete(key),
    getAndDelete(key) {
      const value = kept.get(key) ?? null;
      kept.delete(key);
      return value;
    },
    increment(key) {
      const value = Number(kept.get(key) ?? 0) + 1;
      kept.set(key, String(value));
      return value;
    },
  };
  return {
    ...documented(databaseUrl),
    secondaryStorage,
    advanced: { backgroundTasks: { handler: (task) => void task.catch(() => {}) } },
    plugins: [apiKey({ rateLimit, storage: "secondary-storage", deferUpdates: true })],
  };
}
