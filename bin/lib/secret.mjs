import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";

const SECRET = /^[0-9a-f]{64}$/;

/** The installation's own secret, made at the first start and kept beside the data that it protects. */
export function ownSecret(dataDir) {
  const file = path.join(dataDir, "secret");
  try {
    writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const secret = readFileSync(file, "utf8").trim();
  if (SECRET.test(secret)) return secret;
  throw new Failure(`${file} is damaged: it should hold 64 hexadecimal digits.`, {
    hint: "Put back the original from a backup, or begin anew: node bin/gatehouse.mjs reset",
  });
}
