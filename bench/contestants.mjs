import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const next = here("../node_modules/next/dist/bin/next");

/**
 * What is compared: servers, each a process, and what is asked of them.
 *
 * @param {{ firstPort: number, folder: string, gatehouseUrl: string, apiOnlyUrl: string, betterAuthUrl: string,
 *   redisUrl?: string, keyCount?: number }} options the last two are for Better Auth, whose servers make their keys and write them to `keyFile`
 */
export function servers({ firstPort, folder, gatehouseUrl, apiOnlyUrl, betterAuthUrl, redisUrl = "", keyCount = 1 }) {
  const product = (name, port, databaseUrl) => ({
    port,
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      DATABASE_URL: databaseUrl,
      GATEHOUSE_PUBLIC_URL: `http://127.0.0.1:${port}`,
      GATEHOUSE_DATA: path.join(folder, name),
      GATEHOUSE_SECRET: "a secret of the benchmark, thirty-two bytes and more",
      LOG_LEVEL: "error",
    },
    readyPath: "/api/v1/health",
    isSettled: () => isEmptySpool(path.join(folder, name, "spool")),
  });
  const betterAuth = (port, storage, more) => {
    const keyFile = path.join(folder, `better-auth-keys-${port}`);
    const env = { BETTER_AUTH_DATABASE_URL: betterAuthUrl, STORAGE: storage, REDIS_URL: redisUrl, KEY_FILE: keyFile };
    return {
      script: here("servers/better-auth.mjs"),
      port,
      env: { ...env, PORT: String(port), KEY_COUNT: String(keyCount), ...more },
      keyFile,
      readyPath: "/",
      readyHeaders: () => (existsSync(keyFile) ? { "x-api-key": readFileSync(keyFile, "utf8").split("\n")[0] } : {}),
    };
  };
  return {
    bare: { script: here("servers/bare.mjs"), port: firstPort, env: { PORT: String(firstPort) }, readyPath: "/" },
    next: {
      script: next,
      args: ["start", here("next-app"), "-H", "127.0.0.1", "-p", String(firstPort + 1)],
      port: firstPort + 1,
      env: { BETTER_AUTH_DATABASE_URL: betterAuthUrl },
      readyPath: "/bare",
    },
    gatehouse: { script: here("../src/server.ts"), ...product("gatehouse", firstPort + 2, gatehouseUrl) },
    "api-only": { script: here("servers/api-only.mjs"), ...product("api-only", firstPort + 3, apiOnlyUrl) },
    "better-auth": betterAuth(firstPort + 4, "redis-storage"),
    "better-auth-client": betterAuth(firstPort + 5, "redis"),
    "better-auth-fallback": betterAuth(firstPort + 6, "redis-storage", { FALLBACK: "1" }),
    "better-auth-map": betterAuth(firstPort + 7, "map"),
  };
}

const BEARER = "authorization: Bearer ";
export const API_KEY = "x-api-key: ";
const asBetterAuth = { path: "/", header: API_KEY, key: "own" };

/** The order is the order in which a round runs. The key `own`: those that its server has made. */
export const contestants = [
  { id: "a", what: "bare node:http, 200-byte JSON", server: "bare", path: "/", header: BEARER, key: "none" },
  { id: "b", what: "bare Next route handler", server: "next", path: "/bare", header: BEARER, key: "none" },
  {
    id: "c",
    what: "GET /api/v1/user, whole pipeline",
    server: "gatehouse",
    path: "/api/v1/user",
    header: BEARER,
    key: "gatehouse",
  },
  {
    id: "c0",
    what: "the same in a process without Next",
    server: "api-only",
    path: "/api/v1/user",
    header: BEARER,
    key: "apiOnly",
  },
  {
    id: "d",
    what: "GET /api/v1/sources (database)",
    server: "gatehouse",
    path: "/api/v1/sources",
    header: BEARER,
    key: "gatehouse",
  },
  {
    id: "e1",
    what: "Better Auth in a Next route handler",
    server: "next",
    path: "/verify",
    header: API_KEY,
    key: "documented",
  },
  { id: "e2", what: "Better Auth with Redis, on node:http", server: "better-auth", ...asBetterAuth, needsRedis: true },
  {
    id: "e2-client",
    what: "the same by the redis client, without its package",
    server: "better-auth-client",
    ...asBetterAuth,
    needsRedis: true,
  },
  {
    id: "e2-fallback",
    what: "as e2, but keys and counts in PostgreSQL",
    server: "better-auth-fallback",
    ...asBetterAuth,
    needsRedis: true,
  },
  { id: "e2-map", what: "as e2, but with a Map instead of Redis", server: "better-auth-map", ...asBetterAuth },
];

/** Whether every metered request has been loaded into the database. */
const isEmptySpool = (folder) =>
  readdirSync(folder).every((name) => !statSync(path.join(folder, name), { throwIfNoEntry: false })?.size);
