import { limitKeyOfIp } from "#lib/ip.ts";

/** What the limiter counts under: a credential, a client without a good one, a client of the public operations. */
export const quotaKeyOf = (credentialId: string): string => `c:${credentialId}`;
export const anonymousKeyOf = (ip: string): string => `ip:${limitKeyOfIp(ip)}`;
export const publicKeyOf = (ip: string): string => `pub:${limitKeyOfIp(ip)}`;

/** Operations that need no credential, and so are counted by address. */
export const publicOperations: readonly string[] = ["getHealth", "getOpenApi"];
