import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { makeKeys } from "./make-keys.mjs";
import { documented } from "./options.mjs";

/** Makes Better Auth's tables, and `count` users with a key each. Gives the secrets. */
export async function prepareBetterAuth(databaseUrl, count) {
  const options = documented(databaseUrl);
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const keys = await makeKeys(betterAuth(options), count);
  await options.database.end();
  return keys;
}
