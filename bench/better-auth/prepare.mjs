import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { makeKey } from "./make-key.mjs";
import { documented } from "./options.mjs";

/** Makes Better Auth's tables, a user and a key of theirs. Gives the secret. */
export async function prepareBetterAuth(databaseUrl) {
  const options = documented(databaseUrl);
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const key = await makeKey(betterAuth(options));
  await options.database.end();
  return key;
}
