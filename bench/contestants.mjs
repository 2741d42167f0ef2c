import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const next = here("../node_modules/next/dist/bin/next");

/**
 * What is compared: servers, each a process, and what is asked of them.
 *
 * @param {{ firstPort: number, folder: string, gatehouseUrl: string, betterAuthUrl: string }} options
 */
export function servers({ firstPort, folder, gatehouseUrl, betterAuthUrl }) {
  const keyFile = path.join(folder, "better-auth-key");
  const product = (name, port) => ({
    port,
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      DATABASE_URL: gatehouseUrl,
      GATEHOUSE_PUBLIC_URL: `http://127.0.0.1:${port}`,
      GATEHOUSE_DATA: path.join(folder, name),
      GATEHOUSE_SECRET: "a secret of the benchmark, thirty-two bytes and more",
      LOG_LEVEL: "error",
    },
    readyPath: "/api/v1/health",
    isSettled: () => isEmptySpool(path.join(folder, name, "spool")),
  });
  return {
    bare: { script: here("servers/bare.mjs"), port: firstPort, env: { PORT: String(firstPort) }, readyPath: "/" },
    next: {
      script: next,
      args: ["start", here("next-app"), "-H", "127.0.0.1", "-p", String(firstPort + 1)],
      port: firstPort + 1,
      env: { BETTER_AUTH_DATABASE_URL: betterAuthUrl },
      readyPath: "/bare",
    },
    gatehouse: { script: here("../src/server.ts"), ...product("gatehouse", firstPort + 2) },
    "api-only": { script: here("servers/api-only.mjs"), ...product("api-only", firstPort + 3) },
    "better-auth": {
      script: here("servers/better-auth.mjs"),
      port: firstPort + 4,
      env: { PORT: String(firstPort + 4), BETTER_AUTH_DATABASE_URL: betterAuthUrl, KEY_FILE: keyFile },
      readyPath: "/",
      readyHeaders: () => (existsSync(keyFile) ? { "x-api-key": readFileSync(keyFile, "utf8") } : {}),
    },
  };
}

const BEARER = "authorization: Bearer ";
const API_KEY = "x-api-key: ";

/** The order is the order in which a round runs. */
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
    key: "gatehouse",
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
  {
    id: "e2",
    what: "Better Auth at its fastest, on node:http",
    server: "better-auth",
    path: "/",
    header: API_KEY,
    key: "fastest",
  },
];

/** Whether every metered request has been loaded into the database. */
const isEmptySpool = (folder) =>
  readdirSync(folder).every((name) => !statSync(path.join(folder, name), { throwIfNoEntry: false })?.size);
