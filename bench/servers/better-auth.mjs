import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { verify } from "../better-auth/answer.mjs";
import { makeKeys } from "../better-auth/make-keys.mjs";
import { fastest } from "../better-auth/options.mjs";
import { storages } from "../better-auth/storages.mjs";

/** (e2) Better Auth with a secondary storage, on a bare server. It makes the keys itself: a Map is its own. */
const { BETTER_AUTH_DATABASE_URL, STORAGE, REDIS_URL, FALLBACK, KEY_COUNT, KEY_FILE, PORT } = process.env;
const storage = await storages[STORAGE](REDIS_URL);
const auth = betterAuth(fastest(BETTER_AUTH_DATABASE_URL, storage, FALLBACK === "1"));
writeFileSync(KEY_FILE, (await makeKeys(auth, Number(KEY_COUNT))).join("\n"));

createServer(async (request, response) => {
  const { status, body } = await verify(auth, request.headers["x-api-key"]);
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}).listen(Number(PORT), "127.0.0.1");
