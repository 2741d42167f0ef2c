import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

export const SECRET_PURPOSE = "webhook secret";

/** A new secret as Standard Webhooks has it: `whsec_` and 32 random bytes in base64. */
export const mintWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString("base64");

type Message = { id: string; timestamp: number; body: string };

/**
 * The headers of a signed message (Standard Webhooks 1.0, symmetric): HMAC-SHA256 over `id.timestamp.body`, one
 * signature for each secret that is good now. `timestamp` in epoch seconds.
 */
export function signedHeaders({ id, timestamp, body }: Message, secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": `${timestamp}`, "webhook-signature": signatures.join(" ") };
}
