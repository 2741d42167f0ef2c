import { Refusal } from "../refusal.ts";
import { seal, unseal } from "../sealing.ts";

const PURPOSE = "second factor setup";
const LIFETIME_MS = 15 * 60_000;

type Setup = { userId: string; secret: string; until: number };

/** Carries a secret that is being set up through the browser and back, so that nothing half done is kept. */
export const sealSetup = (
  key: string,
  { userId, secret, now }: { userId: string; secret: string; now: Date },
): string => seal(key, PURPOSE, JSON.stringify({ userId, secret, until: now.getTime() + LIFETIME_MS } satisfies Setup));

/** The secret in it. Refuses what is not of this user or older than 15 minutes. */
export function openSetup(key: string, { userId, setup, now }: { userId: string; setup: string; now: Date }): string {
  const opened = read(key, setup);
  if (opened?.userId !== userId || opened.until < now.getTime())
    throw new Refusal("expired_token", "Setting this up took too long. Begin again.");
  return opened.secret;
}

function read(key: string, setup: string): Setup | null {
  try {
    return JSON.parse(unseal(key, PURPOSE, setup)) as Setup;
  } catch {
    return null;
  }
}
