import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintSecret } from "#core/credentials/secret.ts";
import { seal } from "#core/sealing.ts";
import { hashPassword } from "#core/sessions/password.ts";
import { TOTP_PURPOSE } from "#core/sessions/second-factor.ts";
import { newTotpSecret } from "#core/sessions/totp.ts";
import { newId } from "#lib/id.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { refreshLogin } from "./refresh-login.ts";

let world: World;
let api: Api;
let passwordHash = "";
let nextIp = 1;

const PASSWORD = "a long enough password";
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

async function person(role: "owner" | "viewer" = "owner") {
  const organization = await world.organization();
  const member = await world.member(organization, role);
  await world.owner`update users set password_hash = ${passwordHash}, default_org_id = ${organization.id}
    where id = ${member.user.id}`;
  return { organization, ...member.user };
}
type Tokens = { access_token: string; refresh_token: string; organization_id: string; expires_in: number };
async function logIn(email: string, more: object = {}): Promise<Tokens> {
  const { body } = await api.send("POST", "/auth/login", {
    ip: freshIp(),
    body: { email, password: PASSWORD, ...more },
  });
  return body as Tokens;
}
const whoAmI = (key: string, headers: Record<string, string> = {}) =>
  api.send("GET", "/user", { key, headers, ip: freshIp() });
const refresh = (token: string) => api.send("POST", "/auth/refresh", { ip: freshIp(), body: { refresh_token: token } });
const actions = async (orgId: string) =>
  (await world.owner`select action from audit_events where org_id = ${orgId} order by seq`).map(({ action }) => action);

describe("logging in", () => {
  test("gives tokens that act as the person, within their role, under a limit of their own", async () => {
    const { email, id, organization } = await person("viewer");
    const answer = await api.send("POST", "/auth/login", { ip: freshIp(), body: { email, password: PASSWORD } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^eyJ/),
      token_type: "bearer",
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^gk_refresh_/),
      organization_id: organization.id,
    });
    const self = await whoAmI(String(answer.body.access_token));
    expect(self.status).toBe(200);
    expect(self.body).toMatchObject({
      user: { id, email },
      organization: { id: organization.id, role: "viewer" },
      organizations: [{ id: organization.id, role: "viewer" }],
      credential: { kind: "session", client_id: expect.stringMatching(/^ses_/), expires_at: expect.any(String) },
      rate_limit: { limit: 1000 },
    });
    expect(self.headers.get("x-ratelimit-limit")).toBe("1000");
    expect(self.headers.get("deprecation")).toBeNull();
    expect(self.body.effective_scopes).not.toContain("data:write");
    expect(await actions(organization.id)).toEqual(["session.created"]);
    const [session] = await world.owner`select method from sessions where user_id = ${id}`;
    expect(session?.method).toBe("api");
  });

  test("acts in the organization that is named, if one is a member of it", async () => {
    const { email, id } = await person("viewer");
    const second = await world.organization("Second");
    const foreign = await world.organization("Foreign");
    await world.join({ id, name: "", email }, second, "owner");
    const { access_token, organization_id } = await logIn(email, { organization_id: second.id });
    expect(organization_id).toBe(second.id);
    const self = await whoAmI(access_token);
    expect(self.body).toMatchObject({ organization: { id: second.id, role: "owner" } });
    expect(self.body.organizations).toHaveLength(2);
    const refused = async (organization: string) => {
      const body = { email, password: PASSWORD, organization_id: organization };
      const answer = await api.send("POST", "/auth/login", { ip: freshIp(), body });
      const { request_id: _, ...rest } = answer.body;
      return rest;
    };
    expect(await refused(foreign.id)).toMatchObject({ code: "tenant_mismatch" });
    expect(await refused(foreign.id)).toEqual(await refused("org_unknown"));
  });

  test("X-Tenant-ID moves a token to another organization of its user, with the role there, and to no other", async () => {
    const { email, id } = await person("owner");
    const second = await world.organization("Second");
    const foreign = await world.organization("Foreign");
    await world.join({ id, name: "", email }, second, "viewer");
    const { access_token } = await logIn(email);
    const there = await whoAmI(access_token, { "x-tenant-id": second.id });
    expect(there.body).toMatchObject({ organization: { id: second.id, role: "viewer" } });
    expect(there.body.effective_scopes).not.toContain("audit:read");
    const stranger = await whoAmI(access_token, { "x-tenant-id": foreign.id });
    expect(stranger.body).toMatchObject({ status: 403, code: "tenant_mismatch" });
  });

  test("unknown address, wrong password and deactivated user are told alike", async () => {
    const { email } = await person();
    const gone = await person();
    await world.owner`update users set disabled_at = now() where id = ${gone.id}`;
    const attempt = async (body: object) => {
      const answer = await api.send("POST", "/auth/login", { ip: freshIp(), body });
      const { request_id: _, ...rest } = answer.body;
      return { status: answer.status, rest };
    };
    const wrong = await attempt({ email, password: "not the password" });
    expect(wrong).toMatchObject({ status: 401, rest: { code: "unauthorized" } });
    expect(await attempt({ email: "nobody@example.test", password: PASSWORD })).toEqual(wrong);
    expect(await attempt({ email: gone.email, password: PASSWORD })).toEqual(wrong);
  });

  test("asks for the second factor where the account has one, and takes each code once", async () => {
    const { email, id } = await person();
    const secret = newTotpSecret();
    await world.owner`insert into totp_factors (user_id, sealed_secret, last_step)
      values (${id}, ${seal(world.config.secret, TOTP_PURPOSE, secret)}, 0)`;
    const attempt = async (more: object = {}) => {
      const body = { email, password: PASSWORD, ...more };
      return (await api.send("POST", "/auth/login", { ip: freshIp(), body })).body;
    };
    expect(await attempt()).toMatchObject({ status: 401, code: "second_factor_required" });
    expect(await attempt({ code: "000" })).toMatchObject({ status: 401, code: "unauthorized" });
    expect(await attempt({ password: "not the password" })).toMatchObject({ status: 401, code: "unauthorized" });
    const code = new TOTP({ secret }).generate({ timestamp: world.runtime.clock.nowMs() });
    const answers = await Promise.all(Array.from({ length: 4 }, () => attempt({ code })));
    expect(answers.filter(({ access_token }) => access_token !== undefined)).toHaveLength(1);
    const rows = await world.owner`select method, second_factor from sessions where user_id = ${id}`;
    expect(rows).toEqual([{ method: "api", second_factor: "totp" }]);
  });

  test("is slowed down by account and address, with the counts of the portal", async () => {
    const { email } = await person();
    const ip = freshIp();
    const codes = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        api.send("POST", "/auth/login", { ip, body: { email, password: `guess ${i}` } }),
      ),
    );
    expect(codes.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(codes.filter(({ status }) => status === 429)).toHaveLength(2);
    expect(codes.find(({ status }) => status === 429)?.headers.get("retry-after")).toMatch(/^\d+$/);
  });

  test("is metered, and counted by address", async () => {
    const ip = freshIp();
    await api.send("POST", "/auth/login", { ip, body: { email: "x@example.test", password: "x" } });
    const answer = await api.send("POST", "/auth/login", { ip, body: { email: "not an address" } });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("ratelimit-policy")).toBe('"public";q=1000;w=3600');
    expect(answer.headers.get("x-ratelimit-remaining")).toBe("998");
    await world.runtime.meter.flush();
    const rows = await world.owner`select status, operation from usage_events where ip = ${ip} order by id`;
    expect(rows.map(({ status, operation }) => [status, operation])).toEqual([
      [401, "logIn"],
      [422, "logIn"],
    ]);
  });
});

describe("the authority of a session", () => {
  test("is that of its user's role at the next request", async () => {
    const { email, id } = await person("owner");
    const { access_token } = await logIn(email);
    expect((await whoAmI(access_token)).body.effective_scopes).toContain("audit:read");
    await world.owner`update memberships set role = 'viewer' where user_id = ${id}`;
    world.runtime.invalidation.apply({ user: id });
    expect((await whoAmI(access_token)).body.effective_scopes).not.toContain("audit:read");
    await world.owner`delete from memberships where user_id = ${id}`;
    world.runtime.invalidation.apply({ user: id });
    expect((await whoAmI(access_token)).body).toMatchObject({ status: 401, code: "inactive_user" });
  });

  test("a token never has more than it says, though its user has risen since", async () => {
    const { email, id } = await person("viewer");
    const { access_token, refresh_token } = await logIn(email);
    await world.owner`update memberships set role = 'owner' where user_id = ${id}`;
    world.runtime.invalidation.apply({ user: id });
    expect((await whoAmI(access_token)).body.effective_scopes).not.toContain("audit:read");
    const renewed = (await refresh(refresh_token)).body as Tokens;
    expect((await whoAmI(renewed.access_token)).body.effective_scopes).toContain("audit:read");
  });
});

describe("renewing", () => {
  test("gives a new pair, and the former access token lives out its hour", async () => {
    const { email, organization } = await person();
    const first = await logIn(email);
    const second = (await refresh(first.refresh_token)).body as Tokens;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await whoAmI(second.access_token)).status).toBe(200);
    expect((await whoAmI(first.access_token)).status).toBe(200);
    expect(await actions(organization.id)).toEqual(["session.created", "session.refreshed"]);
  });

  test("a refresh token opens nothing else, and is stored only as a hash", async () => {
    const { email } = await person();
    const { refresh_token } = await logIn(email);
    expect((await whoAmI(refresh_token)).body).toMatchObject({ status: 401, code: "invalid_token" });
    const dump = JSON.stringify(await world.owner`select * from refresh_tokens`);
    expect(dump).not.toContain(refresh_token.slice(12, 40));
    const unknown = await refresh(mintSecret("gk", "refresh").reveal);
    expect(unknown.body).toMatchObject({ status: 401, code: "invalid_token" });
  });

  test("coming a second time ends the session, with the tokens that came of it", async () => {
    const { email, organization } = await person();
    const first = await logIn(email);
    const second = (await refresh(first.refresh_token)).body as Tokens;
    expect((await refresh(first.refresh_token)).body).toMatchObject({ status: 401, code: "revoked_token" });
    for (const token of [first.access_token, second.access_token])
      expect((await whoAmI(token)).body).toMatchObject({ status: 401, code: "revoked_token" });
    expect((await refresh(second.refresh_token)).body).toMatchObject({ status: 401, code: "revoked_token" });
    expect(await actions(organization.id)).toEqual([
      "session.created",
      "session.refreshed",
      "session.refresh_replayed",
    ]);
  });

  test("of twenty at once one wins at most, and then the session is dead; 200 rounds", {
    timeout: 300_000,
  }, async () => {
    const { id, organization } = await person();
    for (let round = 0; round < 200; round += 1) {
      const sessionId = newId("ses");
      const { hash, reveal } = mintSecret("gk", "refresh");
      await world.owner`insert into sessions (id, user_id, org_id, expires_at, method)
        values (${sessionId}, ${id}, ${organization.id}, now() + interval '1 day', 'api')`;
      await world.owner`insert into refresh_tokens (hash, session_id) values (${hash}, ${sessionId})`;
      const request = { id: newId("req"), ip: freshIp(), userAgent: "vitest" };
      const answers = await Promise.allSettled(
        Array.from({ length: 20 }, () => refreshLogin({ runtime: world.runtime, request }, { refresh_token: reveal })),
      );
      const won = answers.filter((answer) => answer.status === "fulfilled").map(({ value }) => value);
      expect(won.length).toBeLessThanOrEqual(1);
      for (const { access_token, refresh_token } of won) {
        const record = await world.runtime.resolver.find(access_token);
        expect(record?.revoked).toBe(true);
        await expect(refreshLogin({ runtime: world.runtime, request }, { refresh_token })).rejects.toThrow();
      }
    }
    const living = await world.owner`select 1 from sessions where user_id = ${id} and revoked_at is null`;
    expect(living).toHaveLength(0);
    const events = await world.owner`select action, count(*)::int as n from audit_events
      where org_id = ${organization.id} group by 1 order by 1`;
    expect(events).toEqual([
      { action: "session.refresh_replayed", n: 200 },
      { action: "session.refreshed", n: 200 },
    ]);
  });

  test("ends with the session's own time, and with its user", async () => {
    const { email, id } = await person();
    const { refresh_token, access_token } = await logIn(email);
    await world.owner`update users set disabled_at = now() where id = ${id}`;
    expect((await refresh(refresh_token)).body).toMatchObject({ code: "inactive_user" });
    await world.owner`update users set disabled_at = null where id = ${id}`;
    await world.owner`update sessions set expires_at = now() where user_id = ${id}`;
    expect((await refresh(refresh_token)).body).toMatchObject({ code: "expired_token" });
    world.runtime.invalidation.apply({ user: id });
    expect((await whoAmI(access_token)).body).toMatchObject({ code: "expired_token" });
  });
});

describe("logging out", () => {
  test("ends the session at the next request, by access token in the header or by refresh token in the body", async () => {
    const { email, organization } = await person();
    const one = await logIn(email);
    const two = await logIn(email);
    expect((await whoAmI(one.access_token)).status).toBe(200);
    expect((await api.send("POST", "/auth/logout", { key: one.access_token, ip: freshIp() })).body).toEqual({
      logged_out: true,
    });
    expect((await whoAmI(one.access_token)).body).toMatchObject({ status: 401, code: "revoked_token" });
    expect((await refresh(one.refresh_token)).body).toMatchObject({ code: "revoked_token" });
    expect((await whoAmI(two.access_token)).status).toBe(200);
    const body = { token: two.refresh_token };
    expect((await api.send("POST", "/auth/logout", { body, ip: freshIp() })).status).toBe(200);
    expect((await api.send("POST", "/auth/logout", { body, ip: freshIp() })).status).toBe(200);
    expect((await whoAmI(two.access_token)).body).toMatchObject({ code: "revoked_token" });
    expect((await actions(organization.id)).filter((action) => action === "session.revoked")).toHaveLength(2);
  });

  test("takes tokens of sessions only, and needs one", async () => {
    const send = (options: object) => api.send("POST", "/auth/logout", { ip: freshIp(), ...options });
    expect((await send({})).body).toMatchObject({ status: 422, code: "invalid_input" });
    expect((await send({ key: mintSecret("gk", "live").reveal })).body).toMatchObject({ code: "invalid_token" });
    expect((await send({ body: { token: "eyJhbGciOiJub25lIn0.e30.AAAA" } })).body).toMatchObject({
      code: "invalid_token",
    });
  });

  test("a session that is ended anywhere else is ended here: every instance is told by the database", async () => {
    const { email, id } = await person();
    const { access_token } = await logIn(email);
    expect((await whoAmI(access_token)).status).toBe(200);
    await world.owner`update sessions set revoked_at = now() where user_id = ${id}`;
    await expect.poll(async () => (await whoAmI(access_token)).body.code).toBe("revoked_token");
  });
});
