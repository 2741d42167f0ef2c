import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/** How long a proof of who one is counts for what must not be done by whoever finds an open browser. */
const RECENT_MS = 15 * 60_000;

/** Whether this session proved who it is (password, second factor or passkey) within the last 15 minutes. */
const isRecent = ({ via }: Principal, now: Date): boolean =>
  via.authenticatedAt !== null && now.getTime() - via.authenticatedAt.getTime() <= RECENT_MS;

/** Refuses unless `isRecent`; the portal then asks for the proof and tries again. */
export function requireRecent(principal: Principal, now: Date): void {
  if (isRecent(principal, now)) return;
  throw new Refusal("recent_authentication_required");
}
