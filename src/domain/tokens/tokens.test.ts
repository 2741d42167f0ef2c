import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrganizationSettings } from "#contract/organization.ts";
import type { Role } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { sessionToken } from "#testing/session-token.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createPrivateToken } from "./create-private-token.ts";
import { revokePrivateToken } from "./revoke-private-token.ts";

let world: World;
let api: Api;
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

type Made = Record<string, unknown> & { id: string; token: string };
type Signed = Principal & { session: string; organization: Organization };

async function signedIn(role: Role = "owner", organization?: Organization): Promise<Signed> {
  const home = organization ?? (await world.organization());
  const member = await world.member(home, role);
  return { ...member, session: (await sessionToken(world, member)).token, organization: home };
}
const send = (method: string, path: string, key: string, body?: object, headers: Record<string, string> = {}) =>
  api.send(method, path, { key, headers, ip: freshIp(), ...(body && { body }) });
const whoAmI = (key: string, tenant?: string) =>
  send("GET", "/user", key, undefined, tenant === undefined ? {} : { "x-tenant-id": tenant });
async function settle(organization: Organization, settings: Partial<OrganizationSettings>): Promise<void> {
  await world.owner`update organizations set settings = ${world.owner.json(settings)} where id = ${organization.id}`;
  world.runtime.invalidation.apply({ organization: organization.id });
}
async function setRole(userId: string, role: Role): Promise<void> {
  await world.owner`update memberships set role = ${role} where user_id = ${userId}`;
  world.runtime.invalidation.apply({ user: userId });
}
const actions = async ({ id }: Organization) =>
  (await world.owner`select action from audit_events where org_id = ${id} order by seq`).map(({ action }) => action);

/** The two kinds, which differ in where they are made and what they look like, and obey the same rules. */
const kinds = [
  { path: "/tokens", kind: "personal_access_token", noun: "token", form: /^gk_pat_/, id: /^pat_/ },
  { path: "/auth/private-tokens", kind: "private_token", noun: "private_token", form: /^eyJ/, id: /^tok_/ },
] as const;

describe.each(kinds)("a $kind", ({ path, kind, noun, form, id }) => {
  const make = (key: string, more: object = {}) =>
    send("POST", path, key, { name: "Notebook", scopes: ["data:read"], expires_at: inDays(30), ...more });

  test("is shown once, works at once, and is listed without its secret", async () => {
    const { session, user, organization } = await signedIn();
    const answer = await make(session);
    expect(answer.status).toBe(201);
    const made = answer.body as Made;
    expect(made).toMatchObject({ id: expect.stringMatching(id), token: expect.stringMatching(form), status: "active" });
    const self = await whoAmI(made.token);
    expect(self.body).toMatchObject({
      user: { id: user.id },
      organization: { id: organization.id },
      credential: { id: made.id, client_id: made.id, kind, scopes: ["data:read"], expires_at: made.expires_at },
      effective_scopes: ["data:read"],
      rate_limit: { limit: 5000, remaining: 4999 },
    });
    const list = await send("GET", path, session);
    expect(list.body.data).toEqual([expect.objectContaining({ id: made.id, name: "Notebook", hint: made.hint })]);
    expect(list.text).not.toContain(made.token.slice(-20));
    for (const table of ["credentials", "credential_secrets", "audit_events"])
      expect(JSON.stringify(await world.owner`select * from ${world.owner(table)}`)).not.toContain(
        made.token.slice(-20),
      );
    expect(await actions(organization)).toEqual([`${noun}.created`]);
  });

  test("is revoked at the next request, once, and by nobody else", async () => {
    const { session, organization } = await signedIn();
    const made = (await make(session)).body as Made;
    expect((await whoAmI(made.token)).status).toBe(200);
    const stranger = await signedIn();
    const theirs = await send("DELETE", `${path}/${made.id}`, stranger.session);
    const unknown = await send("DELETE", `${path}/${id.source.slice(1)}unknown`, stranger.session);
    expect([theirs.status, theirs.body.detail]).toEqual([404, unknown.body.detail]);
    const both = await Promise.all([1, 2].map(() => send("DELETE", `${path}/${made.id}`, session)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await whoAmI(made.token)).body).toMatchObject({ status: 401, code: "revoked_token" });
    expect(await actions(organization)).toEqual([`${noun}.created`, `${noun}.revoked`]);
    expect((await send("GET", `${path}?status=active`, session)).body.data).toEqual([]);
    expect((await send("GET", `${path}?status=revoked`, session)).body.data).toHaveLength(1);
  });

  test("is made and seen by a session only, never by a credential", async () => {
    const owner = await signedIn();
    const scopes = ["keys:read", "keys:write"];
    const input = createKey.input.parse({ name: "Key", scopes });
    const key = (await createKey(world.call(owner), input)).api_key ?? "";
    const credentials = [key];
    for (const other of kinds)
      credentials.push(
        String(
          (await send("POST", other.path, owner.session, { name: "X", scopes, expires_at: inDays(2) })).body.token,
        ),
      );
    for (const credential of credentials) {
      expect((await make(credential)).body).toMatchObject({ status: 403, code: "forbidden" });
      expect((await send("GET", path, credential)).body).toMatchObject({ status: 403, code: "forbidden" });
      expect((await send("DELETE", `${path}/x`, credential)).body).toMatchObject({ status: 403, code: "forbidden" });
    }
  });

  test("cannot hold more than its maker could grant, now or later", async () => {
    const viewer = await signedIn("viewer");
    expect((await make(viewer.session, { scopes: ["data:write"] })).body).toMatchObject({
      status: 403,
      code: "insufficient_scope",
      required_scopes: ["data:write"],
    });
    expect((await make(viewer.session, { scopes: ["keys:write"] })).body).toMatchObject({ code: "insufficient_scope" });
    const all = (await make(viewer.session, { preset: "full_access", scopes: undefined })).body as Made;
    expect(all.scopes).not.toContain("keys:write");
    await setRole(viewer.user.id, "owner");
    expect((await whoAmI(all.token)).body.effective_scopes).toEqual(all.scopes);

    const owner = await signedIn("owner");
    const wide = (await make(owner.session, { preset: "full_access", scopes: undefined })).body as Made;
    await setRole(owner.user.id, "viewer");
    expect((await whoAmI(wide.token)).body.effective_scopes).not.toContain("data:write");
    await world.owner`delete from memberships where user_id = ${owner.user.id}`;
    world.runtime.invalidation.apply({ user: owner.user.id });
    expect((await whoAmI(wide.token)).body).toMatchObject({ status: 401, code: "inactive_user" });
  });

  test("obeys the organization's rules when it is made", async () => {
    const owner = await signedIn();
    await settle(owner.organization, { key_creation_enabled: false });
    expect((await make(owner.session)).body).toMatchObject({ status: 403, code: "key_creation_disabled" });
    await settle(owner.organization, { max_key_lifetime_days: 10 });
    expect((await make(owner.session)).body).toMatchObject({ status: 403, code: "policy_violation" });
    expect((await make(owner.session, { expires_at: inDays(5) })).status).toBe(201);
    await settle(owner.organization, { allowed_credentials: ["live", "session"] });
    expect((await make(owner.session)).body).toMatchObject({ status: 403, code: "policy_violation" });
    await settle(owner.organization, { allowed_presets: ["custom"] });
    expect((await make(owner.session, { preset: "read_only", scopes: undefined })).body).toMatchObject({
      code: "policy_violation",
    });
    expect((await make(owner.session)).status).toBe(201);
  });

  test("obeys the organization's rules when it is used", async () => {
    const owner = await signedIn();
    const made = (await make(owner.session)).body as Made;
    expect((await whoAmI(made.token)).status).toBe(200);
    await settle(owner.organization, { allowed_credentials: ["live", "session"] });
    expect((await whoAmI(made.token)).body).toMatchObject({ status: 403, code: "policy_violation" });
    await settle(owner.organization, { key_creation_enabled: false });
    expect((await whoAmI(made.token)).status).toBe(200);
    await settle(owner.organization, { rate_limit: 2000 });
    expect((await whoAmI(made.token)).headers.get("x-ratelimit-limit")).toBe("2000");
  });

  test("says that it ends within a week, and then that it has", async () => {
    const { session } = await signedIn();
    const made = (await make(session, { expires_at: inDays(3) })).body as Made;
    const answer = await whoAmI(made.token);
    expect(new Date(answer.headers.get("sunset") ?? "").toISOString().slice(0, 19)).toBe(
      String(made.expires_at).slice(0, 19),
    );
    expect(answer.headers.get("deprecation")).toMatch(/^@\d+$/);
    expect(answer.headers.get("link")).toContain("/tokens");
    await world.owner`update credentials set expires_at = now() - interval '1 second' where id = ${made.id}`;
    world.runtime.invalidation.apply({ credential: made.id });
    expect((await whoAmI(made.token)).body).toMatchObject({ status: 401, code: "expired_token" });
  });

  test("is metered under its own kind and id", async () => {
    const { session, organization } = await signedIn();
    const made = (await make(session)).body as Made;
    await whoAmI(made.token);
    await world.runtime.meter.flush();
    const rows = await world.owner`select credential_kind, org_id from usage_events where credential_id = ${made.id}`;
    expect(rows).toEqual([{ credential_kind: kind, org_id: organization.id }]);
    const [item] = (await send("GET", path, session)).body.data as { last_used: object; last_used_at: string }[];
    expect(item).toMatchObject({ last_used_at: expect.any(String), last_used: { operation: "getUser", status: 200 } });
  });

  test("is replayed by Idempotency-Key without the secret", async () => {
    const { session } = await signedIn();
    const body = { name: "Once", scopes: ["data:read"], expires_at: inDays(3) };
    const once = () => send("POST", path, session, body, { "idempotency-key": "once" });
    const [first, second] = [await once(), await once()];
    expect(first.body.token).toMatch(form);
    expect(second.body).toMatchObject({ id: first.body.id, token: null });
  });

  test("refuses an empty grant, a past expiry and fields that nobody declared", async () => {
    const { session } = await signedIn();
    for (const wrong of [
      { scopes: [] },
      { expires_at: inDays(-1) },
      { scopes: undefined },
      { preset: "read_only" },
      { organization_id: "org_x" },
      { user_id: "user_x" },
    ])
      expect((await make(session, wrong)).body).toMatchObject({ status: 422, code: "invalid_input" });
  });
});

describe("a personal access token", () => {
  const make = async (key: string, more: object = {}) =>
    (await send("POST", "/tokens", key, { name: "Mine", preset: "full_access", ...more })).body as Made;

  test("acts in the organization that is named, with its owner's role there, else in the default one", async () => {
    const owner = await signedIn("owner");
    const second = await world.organization("Second");
    const foreign = await world.organization("Foreign");
    await world.join(owner.user, second, "viewer");
    await world.owner`update users set default_org_id = ${owner.organization.id} where id = ${owner.user.id}`;
    const { token } = await make(owner.session);
    const home = await whoAmI(token);
    expect(home.body).toMatchObject({ organization: { id: owner.organization.id, role: "owner" } });
    expect((home.body.organizations as { id: string; role: string }[]).map(({ id, role }) => [id, role])).toEqual(
      expect.arrayContaining([
        [owner.organization.id, "owner"],
        [second.id, "viewer"],
      ]),
    );
    const there = await whoAmI(token, second.id);
    expect(there.body).toMatchObject({ organization: { id: second.id, role: "viewer" } });
    expect(there.body.effective_scopes).not.toContain("data:write");
    expect((await whoAmI(token, foreign.id)).body).toMatchObject({ status: 403, code: "tenant_mismatch" });
    expect((await whoAmI(token)).body).toMatchObject({ organization: { id: owner.organization.id } });
    // The rules of each organization hold in that one only.
    await settle(second, { never_expires_allowed: true, allowed_credentials: ["live"] });
    expect((await whoAmI(token, second.id)).body).toMatchObject({ code: "policy_violation" });
    expect((await whoAmI(token)).status).toBe(200);
  });

  test("never expires only where the organization allows it, in that it is made in and in each that it is used in", async () => {
    const owner = await signedIn();
    const second = await world.organization("Strict");
    await world.join(owner.user, second, "owner");
    await settle(second, { never_expires_allowed: false });
    const forever = await make(owner.session, { expires_at: null });
    expect(forever.expires_at).toBeNull();
    expect((await whoAmI(forever.token)).status).toBe(200);
    expect((await whoAmI(forever.token, second.id)).body).toMatchObject({ code: "policy_violation" });
    await settle(owner.organization, { never_expires_allowed: false });
    expect(await make(owner.session, { expires_at: null })).toMatchObject({ code: "policy_violation" });
    const left = await make(owner.session);
    expect(new Date(String(left.expires_at)).getTime()).toBeGreaterThan(Date.now() + 80 * DAY_MS);
  });

  test("is seen by its owner alone, also by no admin of the organization", async () => {
    const member = await signedIn("editor");
    const admin = await signedIn("admin", member.organization);
    const { id } = await make(member.session, { preset: "read_only" });
    expect((await send("GET", "/tokens", admin.session)).body.data).toEqual([]);
    expect((await send("DELETE", `/tokens/${id}`, admin.session)).status).toBe(404);
  });
});

describe("a private token", () => {
  const make = (key: string, more: object = {}) =>
    send("POST", "/auth/private-tokens", key, {
      name: "BI tool",
      scopes: ["data:read"],
      expires_at: inDays(30),
      ...more,
    });

  test("lives from a day to a year", async () => {
    const { session } = await signedIn();
    for (const days of [0.9, 367, 1000])
      expect((await make(session, { expires_at: inDays(days) })).body).toMatchObject({ code: "invalid_input" });
    for (const days of [1, 364]) expect((await make(session, { expires_at: inDays(days) })).status).toBe(201);
    expect((await make(session, { expires_at: null })).body).toMatchObject({ code: "invalid_input" });
    expect((await make(session, { expires_at: undefined })).body).toMatchObject({ code: "invalid_input" });
  });

  test("stays in its organization, whatever X-Tenant-ID says", async () => {
    const owner = await signedIn();
    const second = await world.organization("Second");
    await world.join(owner.user, second, "owner");
    const { token } = (await make(owner.session)).body as Made;
    expect((await whoAmI(token, second.id)).body).toMatchObject({ status: 403, code: "tenant_mismatch" });
    expect((await whoAmI(token, owner.organization.id)).status).toBe(200);
  });

  test("is revoked once, however many try at once; 200 rounds", { timeout: 300_000 }, async () => {
    const owner = await signedIn();
    const call = world.call(owner);
    const input = createPrivateToken.input.parse({ name: "Raced", scopes: ["data:read"], expires_at: inDays(2) });
    for (let round = 0; round < 200; round += 1) {
      const { id } = await createPrivateToken(call, input);
      const answers = await Promise.allSettled(Array.from({ length: 4 }, () => revokePrivateToken(call, { id })));
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
    const revoked = (await actions(owner.organization)).filter((action) => action === "private_token.revoked");
    expect(revoked).toHaveLength(200);
  });

  test("is seen and ended by owners and admins of the organization, and keeps its signing key published", async () => {
    const member = await signedIn("editor");
    const admin = await signedIn("admin", member.organization);
    const { id, expires_at } = (await make(member.session)).body as Made;
    expect((await send("GET", "/auth/private-tokens", admin.session)).body.data).toMatchObject([
      { id, owner: { id: member.user.id } },
    ]);
    const [key] = await world.owner`select max(needed_until) as until from signing_keys`;
    expect(key?.until.getTime()).toBeGreaterThanOrEqual(new Date(String(expires_at)).getTime());
    expect((await send("DELETE", `/auth/private-tokens/${id}`, admin.session)).status).toBe(200);
  });
});
