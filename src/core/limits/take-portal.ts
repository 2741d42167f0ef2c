import type { Principal } from "../principal.ts";
import type { Runtime } from "../runtime.ts";
import { portalAddressKeyOf, portalKeyOf } from "./limit-keys.ts";
import type { Quota } from "./limiter.ts";

/**
 * Takes calls of the portal (each procedure of a batch, each page) out of what a person has there in an hour, in all
 * browsers together; out of the address's where nobody is signed in. Apart from what their credentials have: neither can
 * use up the other's. A visitor by a share link is nobody who is signed in.
 */
export function takePortal(
  { limiter, clock, config }: Pick<Runtime, "limiter" | "clock" | "config">,
  principal: Principal | null,
  ip: string,
  calls = 1,
): Quota | Promise<Quota> {
  if (!principal || principal.bound)
    return limiter.takeByAddress(portalAddressKeyOf(ip), config.publicLimit, clock.nowMs(), calls);
  const rule = { policy: "portal" as const, key: portalKeyOf(principal.user.id), limit: config.portalLimit };
  return limiter.take([rule], clock.nowMs(), calls);
}
