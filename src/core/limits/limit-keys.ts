import type { OrganizationSettings } from "#contract/organization.ts";
import { limitKeyOfIp } from "#lib/ip.ts";

/** One limit that a request counts against. `limit` in requests an hour; Infinity: counted, and never refused. */
export type LimitRule = {
  policy: "key" | "member" | "organization" | "portal";
  key: string;
  limit: number;
  /** Where `memory-counts.ts` counts it, so that a cached credential is not looked up by its keys on each request. */
  place?: { generation: number; count: Count };
};

/** What has been taken under one key in the running window. */
export type Count = { used: number };

/** What the limiter counts under: a credential, a member, an organization. */
export const quotaKeyOf = (credentialId: string): string => `c:${credentialId}`;
export const memberKeyOf = (orgId: string, userId: string): string => `m:${orgId}:${userId}`;
export const organizationKeyOf = (orgId: string): string => `o:${orgId}`;
/** A client without a good credential, and one of the operations that need none. */
export const anonymousKeyOf = (ip: string): string => `ip:${limitKeyOfIp(ip)}`;
export const publicKeyOf = (ip: string): string => `pub:${limitKeyOfIp(ip)}`;

/** The portal: a person in all their browsers, or an address at which nobody is signed in. */
export const portalKeyOf = (userId: string): string => `p:${userId}`;
export const portalAddressKeyOf = (ip: string): string => `pip:${limitKeyOfIp(ip)}`;

/** Whether it is an address that is counted, and no caller who is known. */
export const isAddressKey = (key: string): boolean => key.startsWith("ip:") || key.startsWith("pub:");

/** Operations that need no credential, and so are counted by address. */
export const publicOperations: readonly string[] = [
  "getHealth",
  "getOpenApi",
  "logIn",
  "refreshLogin",
  "logOut",
  "endToken",
  "reportFindings",
];

type Counted = {
  credentialId: string;
  userId: string;
  orgId: string;
  /** The credential's own, an hour. */
  hourlyLimit: number;
  settings: Pick<OrganizationSettings, "member_rate_limit" | "organization_rate_limit">;
};

/** All that a credential counts against. Where there is no limit it is counted too, for when one is set. */
export const limitsOf = ({ credentialId, userId, orgId, hourlyLimit, settings }: Counted): LimitRule[] => [
  { policy: "key", key: quotaKeyOf(credentialId), limit: hourlyLimit },
  { policy: "member", key: memberKeyOf(orgId, userId), limit: settings.member_rate_limit ?? Number.POSITIVE_INFINITY },
  {
    policy: "organization",
    key: organizationKeyOf(orgId),
    limit: settings.organization_rate_limit ?? Number.POSITIVE_INFINITY,
  },
];
