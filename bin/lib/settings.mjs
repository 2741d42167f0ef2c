import path from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./project.mjs";

const SECRET_BYTES = 32;

/**
 * The launcher's part of the environment, parsed once. `src/env.ts` reads the same names in the server.
 * @throws {Failure} for a value that cannot work, with the name of the variable
 */
export function readSettings(env = process.env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Failure(`PORT must be a number from 1 to 65535, not "${env.PORT}".`);
  if (env.GATEHOUSE_SECRET && Buffer.byteLength(env.GATEHOUSE_SECRET) < SECRET_BYTES)
    throw new Failure(`GATEHOUSE_SECRET must have at least ${SECRET_BYTES} bytes.`, { hint: "openssl rand -hex 32" });
  for (const name of ["DATABASE_URL", "GATEHOUSE_PUBLIC_URL"])
    if (env[name] && !URL.canParse(env[name])) throw new Failure(`${name} is not a URL.`);

  const databaseUrl = env.DATABASE_URL || undefined;
  const isProduction = env.NODE_ENV === "production" && databaseUrl !== undefined;
  if (isProduction)
    for (const name of ["GATEHOUSE_SECRET", "GATEHOUSE_PUBLIC_URL"])
      if (!env[name])
        throw new Failure(`${name} is missing. It is never made up in production with a database of your own.`, {
          hint:
            name === "GATEHOUSE_SECRET"
              ? "Make one with `openssl rand -hex 32`, keep it safe: stored secrets cannot be opened without it."
              : "Set it to the address that people type, for example https://gatehouse.example.com",
        });

  return {
    port,
    host: env.HOST || "127.0.0.1",
    publicUrl: (env.GATEHOUSE_PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, ""),
    dataDir: path.resolve(root, env.GATEHOUSE_DATA || ".gatehouse"),
    databaseUrl,
    secret: env.GATEHOUSE_SECRET || undefined,
    /** An installation of someone's own: nothing is generated and nothing is invented for it. */
    isProduction,
  };
}
