import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Role, scopesOfRole } from "#contract/role.ts";
import { holdsScope, type Scope, scopes } from "#contract/scope.ts";
import type { Self } from "#contract/user.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { sessionToken } from "#testing/session-token.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";

/**
 * SCOPE LAUNDERING: somebody with a key tries, by every path that makes, widens, rotates, lends or gives away, to end
 * up with more than the key has: more scopes, a longer life, more places, a higher limit, a stronger role.
 */
let world: World;
let api: Api;
let organization: Organization;
let nextIp = 1;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  organization = await world.organization();
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const send = (method: string, path: string, key: string, body?: unknown) =>
  api.send(method, path, {
    key,
    ip: "192.0.2.10",
    headers: { "x-attempt": String(nextIp++) },
    ...(body !== undefined && { body }),
  });
const selfOf = async (key: string) => (await send("GET", "/user", key)).body as unknown as Self;

type Stage = { owner: Principal; caller: string; callerId: string; wanted: readonly Scope[]; role: Role };
/** What an attempt came out with: secrets in hand, and roles that somebody has now. */
type Loot = { secrets: (string | null | undefined)[]; roles: Role[] };
const nothing: Loot = { secrets: [], roles: [] };

const ownKey = async (owner: Principal, more: object = {}) =>
  createKey(
    world.call(owner),
    createKey.input.parse({ name: "Victim", preset: "full_access", expires_at: null, ...more }),
  );
const secretOf = ({ body }: { body: Record<string, unknown> }) => (body.api_key ?? body.token) as string | undefined;

const paths: Record<string, (stage: Stage) => Promise<Loot>> = {
  "a new key": async ({ caller, wanted }) => ({
    ...nothing,
    secrets: [
      secretOf(await send("POST", "/api-keys", caller, { name: "X", scopes: wanted })),
      secretOf(await send("POST", "/api-keys", caller, { name: "X", scopes: wanted, expires_at: null })),
      secretOf(await send("POST", "/api-keys", caller, { name: "X", preset: "full_access" })),
      secretOf(await send("POST", "/api-keys", caller, { name: "X", preset: "full_access", rate_limit: 1_000_000 })),
      secretOf(await send("POST", "/api-keys", caller, { name: "X", scopes: wanted, allowed_ips: ["0.0.0.0/0"] })),
    ],
  }),
  "itself, widened": async ({ caller, callerId, wanted }) => {
    await send("PATCH", `/api-keys/${callerId}`, caller, { scopes: wanted });
    await send("PATCH", `/api-keys/${callerId}`, caller, { expires_at: null });
    await send("PATCH", `/api-keys/${callerId}`, caller, { allowed_ips: [] });
    await send("PATCH", `/api-keys/${callerId}`, caller, { rate_limit: null });
    return { ...nothing, secrets: [caller] };
  },
  "another key, rotated": async ({ owner, caller }) => {
    const victim = await ownKey(owner);
    return { ...nothing, secrets: [secretOf(await send("POST", `/api-keys/${victim.id}/rotate`, caller, {}))] };
  },
  "another key, narrowed and rotated": async ({ owner, caller, wanted }) => {
    // As short-lived, bound and limited as the caller, so that scopes alone decide.
    const victim = await ownKey(owner, { expires_at: inDays(10), allowed_ips: ["192.0.2.10"] });
    await world.owner`update credentials set rate_limit = 900 where id = ${victim.id}`;
    await send("PATCH", `/api-keys/${victim.id}`, caller, { scopes: wanted });
    return { ...nothing, secrets: [secretOf(await send("POST", `/api-keys/${victim.id}/rotate`, caller, {}))] };
  },
  "a personal access token": async ({ caller, wanted }) => ({
    ...nothing,
    secrets: [
      secretOf(await send("POST", "/tokens", caller, { name: "X", scopes: wanted, expires_at: inDays(300) })),
      secretOf(
        await send("POST", "/auth/private-tokens", caller, { name: "X", scopes: wanted, expires_at: inDays(300) }),
      ),
    ],
  }),
  "a service account with a key": async ({ caller, wanted, role }) => {
    const made = await send("POST", "/service-accounts", caller, {
      name: "X",
      role: role === "owner" ? "admin" : role,
    });
    if (made.status >= 300) return nothing;
    const key = await send("POST", "/api-keys", caller, {
      name: "X",
      scopes: wanted,
      service_account_id: made.body.id,
    });
    return { secrets: [secretOf(key)], roles: [made.body.role as Role] };
  },
  "an invitation": async ({ caller, role }) => {
    const made = await send("POST", "/invitations", caller, { role });
    return { ...nothing, roles: made.status < 300 ? [role] : [] };
  },
  "a promotion": async ({ caller, role }) => {
    const accomplice = await world.member(organization, "viewer");
    const made = await send("PATCH", `/users/${accomplice.user.id}`, caller, { role });
    return { ...nothing, roles: made.status < 300 && role !== "viewer" ? [role] : [] };
  },
};

/** What the caller could do before it tried. */
type Bounds = { held: readonly Scope[]; endsMs: number; limit: number };
const msOf = (time: string | null) => (time === null ? Number.POSITIVE_INFINITY : Date.parse(time));
async function boundsOf(key: string): Promise<Bounds> {
  const { effective_scopes, credential, rate_limit } = await selfOf(key);
  return { held: effective_scopes, endsMs: msOf(credential.expires_at), limit: rate_limit.limit };
}
async function expectWithin(path: string, { secrets, roles }: Loot, bounds: Bounds): Promise<void> {
  for (const secret of secrets) {
    if (!secret) continue;
    const got = await boundsOf(secret);
    const gained = got.held.filter((scope) => !holdsScope(bounds.held, scope));
    expect([path, gained]).toEqual([path, []]);
    expect(got.endsMs).toBeLessThanOrEqual(bounds.endsMs);
    expect(got.limit).toBeLessThanOrEqual(bounds.limit);
    // The caller is bound to one address: what it made works nowhere else either.
    const elsewhere = await api.send("GET", "/user", { key: secret, ip: `2001:db8:${(nextIp++).toString(16)}::1` });
    expect([path, elsewhere.body.code]).toEqual([path, "ip_not_allowed"]);
  }
  for (const role of roles) {
    const gained = scopesOfRole[role].filter((scope) => !holdsScope(bounds.held, scope));
    expect([path, role, gained]).toEqual([path, role, []]);
  }
}

test.each(Object.entries(paths))("by %s nobody ends up with more", { timeout: 180_000 }, async (name, attempt) => {
  const some = fc.uniqueArray(fc.constantFrom(...scopes), { minLength: 0, maxLength: scopes.length });
  const all = fc.constant([...scopes]);
  let came = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(some, all),
      fc.oneof(some, all),
      fc.constantFrom<Role>("owner", "admin", "editor", "viewer"),
      fc.constantFrom<Role>("owner", "admin", "editor"),
      async (held, wanted, role, callersRole) => {
        const owner = await world.member(organization, callersRole);
        const input = createKey.input.parse({
          name: "Caller",
          // It may always try: without these it would be refused at the door.
          scopes: [...new Set([...held, "keys:write", "users:write"] as Scope[])].filter((scope) =>
            holdsScope(scopesOfRole[callersRole], scope),
          ),
          expires_at: inDays(20),
          allowed_ips: ["192.0.2.10"],
        });
        const caller = await createKey(world.call(owner), input);
        // A limit is set by an owner or admin alone.
        await world.owner`update credentials set rate_limit = 900 where id = ${caller.id}`;
        world.runtime.invalidation.apply({ credential: caller.id });
        const bounds = await boundsOf(caller.api_key ?? "");
        const stage = { owner, caller: caller.api_key ?? "", callerId: caller.id, wanted, role };
        const loot = await attempt(stage);
        came += loot.secrets.filter(Boolean).length + loot.roles.length;
        await expectWithin(name, loot, bounds);
      },
    ),
    { numRuns: 25 },
  );
  // An attempt that never gets anything proves nothing, except where nothing may be had at all.
  if (name !== "a personal access token" && name !== "another key, rotated") expect(came).toBeGreaterThan(0);
});

test("a session makes tokens of what its role grants, and no more", async () => {
  for (const role of ["admin", "editor", "viewer"] as const) {
    const member = await world.member(organization, role);
    const { token } = await sessionToken(world, member);
    for (const path of ["/tokens", "/auth/private-tokens"]) {
      const all = await send("POST", path, token, { name: "X", scopes, expires_at: inDays(30) });
      if (role !== "admin") expect(all.body.code).toBe("insufficient_scope");
      const full = await send("POST", path, token, { name: "X", preset: "full_access", expires_at: inDays(30) });
      const gained = (await boundsOf(secretOf(full) ?? "")).held.filter(
        (scope) => !holdsScope(member.grantable, scope),
      );
      expect([role, path, gained]).toEqual([role, path, []]);
    }
  }
});
