import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as z from "zod";
import type { Config } from "../config.ts";
import type { Logger } from "../logger.ts";
import { outgoingGuard } from "../net/outgoing-guard.ts";
import { sendRequest } from "../net/send-request.ts";

export type ScanningKeys = {
  /** Whether the operator named any scanner. */
  isSetUp: boolean;
  /** Whether `signature` (base64, DER) is good for `body` by the key of that id. */
  verify(keyId: string, body: string, signature: string): Promise<boolean>;
};

/** GitHub's list of public keys: https://api.github.com/meta/public_keys/secret_scanning. */
const KeyList = z.object({ public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(100) });

const KEPT_MS = 3_600_000;
/** An id that is not known makes us look again, but no oftener than this: anybody can make one up. */
const LOOK_AGAIN_MS = 60_000;
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 256 * 1024;

/** The public keys of secret scanners, from a file or a URL that the operator names, kept for an hour. */
export function scanningKeys(config: Config, log: Logger): ScanningKeys {
  const place = config.secretScanningKeys;
  let keys = new Map<string, KeyObject>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  const read = async () => {
    try {
      const list = KeyList.parse(JSON.parse(await textOf(place ?? "", config)));
      keys = new Map(list.public_keys.map(({ key_identifier, key }) => [key_identifier, createPublicKey(key)]));
    } catch (error) {
      log.warn({ err: error, place }, "cannot read the keys of secret scanners; those known before stay");
    }
  };
  const refresh = () => {
    readAt = performance.now();
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };

  return {
    isSetUp: place !== null,
    async verify(keyId, body, signature) {
      const age = performance.now() - readAt;
      if (age > KEPT_MS || (!keys.has(keyId) && age > LOOK_AGAIN_MS)) await refresh();
      else await reading;
      const key = keys.get(keyId);
      // Only the curve that the format prescribes: a key of another kind would mean another algorithm.
      if (key?.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "prime256v1") return false;
      return verify("sha256", Buffer.from(body), key, Buffer.from(signature, "base64"));
    },
  };
}

async function textOf(place: string, { outgoingAllowedRanges }: Config): Promise<string> {
  if (!/^https?:\/\//.test(place)) return readFile(place, "utf8");
  const guard = outgoingGuard(outgoingAllowedRanges);
  const headers = { accept: "application/json", "user-agent": "Gatehouse" };
  const answer = await sendRequest(new URL(place), {
    guard,
    method: "GET",
    headers,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  return answer.body;
}
