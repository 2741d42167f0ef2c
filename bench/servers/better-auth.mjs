import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { verify } from "../better-auth/answer.mjs";
import { makeKey } from "../better-auth/make-key.mjs";
import { fastest } from "../better-auth/options.mjs";

/** (e2) Better Auth at its fastest, on a bare server. Its keys live in this process, so it makes its own. */
const auth = betterAuth(fastest(process.env.BETTER_AUTH_DATABASE_URL));
writeFileSync(process.env.KEY_FILE, await makeKey(auth));

createServer(async (request, response) => {
  const { status, body } = await verify(auth, request.headers["x-api-key"]);
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}).listen(Number(process.env.PORT), "127.0.0.1");
