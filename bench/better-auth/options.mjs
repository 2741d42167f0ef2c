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
  plugins: [apiKey({ rateLimit })],
});

/**
 * Keys in secondary storage, uses counted after the answer: the fastest that the documentation offers.
 *
 * `fallbackToDatabase`: the storage is a cache then, keys and counts are in PostgreSQL.
 */
export const fastest = (databaseUrl, secondaryStorage, fallbackToDatabase) => ({
  ...documented(databaseUrl),
  secondaryStorage,
  advanced: { backgroundTasks: { handler: (task) => void task.catch(() => {}) } },
  plugins: [apiKey({ rateLimit, storage: "secondary-storage", deferUpdates: true, fallbackToDatabase })],
});
