import type { Sample } from "./sample.ts";

/** How a receiver checks a message, with nothing but the standard library. Both are run by a test against our signer. */
export const webhookSamples: Sample[] = [
  {
    label: "TypeScript",
    language: "typescript",
    code: `import { createHmac, timingSafeEqual } from "node:crypto";

type Headers = Record<string, string>;

function isGenuine(secret: string, headers: Headers, body: string): boolean {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const wanted = createHmac("sha256", key).update(\`\${id}.\${timestamp}.\${body}\`).digest();
  return headers["webhook-signature"].split(" ").some((signature) => {
    const [version, given = ""] = signature.split(",");
    const bytes = Buffer.from(given, "base64");
    return version === "v1" && bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
  });
}

const { SECRET, HEADERS, BODY } = process.env as Headers;
console.log(isGenuine(SECRET, JSON.parse(HEADERS), BODY));`,
  },
  {
    label: "Python",
    language: "python",
    code: `import base64, hashlib, hmac, json, os, time

def is_genuine(secret, headers, body):
    message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, given) for given in headers["webhook-signature"].split(" "))

print(is_genuine(os.environ["SECRET"], json.loads(os.environ["HEADERS"]), os.environ["BODY"]))`,
  },
];
