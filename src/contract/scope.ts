import * as z from "zod";

/** What a scope speaks of, with the words that screens and docs use for it. */
export const resources = {
  projects: { label: "Projects", describes: "projects and who is in them" },
  data: { label: "Data", describes: "sources, their rows and files" },
  dashboards: { label: "Dashboards", describes: "dashboards and their charts" },
  sharing: { label: "Sharing", describes: "share links" },
  users: { label: "Members", describes: "members, invitations and service accounts" },
  connectors: { label: "Connectors", describes: "connections to databases and feeds" },
  keys: { label: "API keys", describes: "API keys" },
  organizations: { label: "Organization", describes: "the organization's name and settings" },
  policies: { label: "Policies", describes: "data access policies" },
  usage: { label: "Usage", describes: "usage figures and the request log" },
  audit: { label: "Audit", describes: "the audit log" },
} as const;
export type Resource = keyof typeof resources;

export const scopes = [
  "projects:read",
  "projects:write",
  "data:read",
  "data:write",
  "dashboards:read",
  "dashboards:write",
  "sharing:read",
  "sharing:write",
  "users:read",
  "users:write",
  "connectors:read",
  "connectors:write",
  "keys:read",
  "keys:write",
  "keys:verify",
  "organizations:read",
  "organizations:write",
  "policies:read",
  "policies:write",
  "usage:read",
  "audit:read",
] as const;

export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** `x:write` implies `x:read`. */
export function holdsScope(held: readonly Scope[], wanted: Scope): boolean {
  if (held.includes(wanted)) return true;
  return wanted.endsWith(":read") && (held as readonly string[]).includes(wanted.replace(":read", ":write"));
}

export const isReadScope = (scope: Scope): boolean => scope.endsWith(":read");

/** In the order of `scopes`, each once, with the reads that writes imply. */
export function expandScopes(held: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => holdsScope(held, scope));
}

/** What both lists allow, reads implied by writes included. */
export function intersectScopes(a: readonly Scope[], b: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => holdsScope(a, scope) && holdsScope(b, scope));
}
