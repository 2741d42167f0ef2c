import type { Runtime } from "#core/runtime.ts";
import { countAttempt } from "#core/sessions/throttle.ts";
import { limitKeyOfIp } from "#lib/ip.ts";

/** Tokens in 15 minutes and address: enough for whoever cleans up, too few to try out tokens. */
const PER_ADDRESS = 60;

export const countReport = ({ db }: Runtime, ip: string): Promise<void> =>
  countAttempt(db, [{ key: `leak-ip:${limitKeyOfIp(ip)}`, limit: PER_ADDRESS }]);
