import * as timers from "node:timers/promises";
import * as passwords from "@node-rs/argon2";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Refusal } from "#core/refusal.ts";
import { readSession } from "#core/sessions/read-session.ts";
import { createOrganization } from "#domain/organizations/create-organization.ts";
import { listOrganizations } from "#domain/organizations/list-organizations.ts";
import { switchMode } from "#domain/organizations/switch-mode.ts";
import { switchOrganization } from "#domain/organizations/switch-organization.ts";
import { newId } from "#lib/id.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { changePassword } from "./change-password.ts";
import { listSessions } from "./list-sessions.ts";
import { renameUser } from "./rename-user.ts";
import { revokeSessions } from "./revoke-sessions.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

/** The libraries do what they always do, and are watched: how long something takes says nothing on a busy machine. */
vi.mock("node:timers/promises", async (original) => {
  const real = await original<typeof timers>();
  return { ...real, setTimeout: vi.fn(real.setTimeout) };
});
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof passwords>();
  return { ...real, verify: vi.fn(real.verify) };
});
const pause = vi.mocked(timers.setTimeout);
const argon2 = vi.mocked(passwords.verify);

let world: World;
let nextIp = 1;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const PASSWORD = "a long enough password";
const guest = (ip = `2001:db8:${(nextIp++).toString(16)}::1`) => ({
  runtime: world.runtime,
  request: { id: newId("req"), ip, userAgent: "vitest" },
});
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: Refusal) => error.code ?? "bug",
  );

/** The id of the session that a password alone opens. */
async function enter(email: string, password = PASSWORD): Promise<string> {
  const { session_id } = await signIn(guest(), { email, password });
  if (session_id === null) throw new Error("a second factor is asked for");
  return session_id;
}
async function newcomer(email = `${newId("mail")}@example.test`) {
  await signUp(guest(), signUp.input.parse({ name: "New Person", email, password: PASSWORD }));
  return { email, sessionId: await enter(email) };
}
async function principalOf(sessionId: string) {
  const session = await readSession(world.runtime, sessionId);
  if (!session) throw new Error("no session");
  return session.principal;
}

describe("signing up and in", () => {
  test("makes a user, their organization, and a session that is a row", async () => {
    const { sessionId, email } = await newcomer();
    const principal = await principalOf(sessionId);
    expect(principal).toMatchObject({ role: "owner", livemode: true, user: { email } });
    expect(principal.orgName).toBe("New Person's organization");
    const events = await world.owner`select action from audit_events where org_id = ${principal.orgId} order by seq`;
    expect(events.map(({ action }) => action)).toEqual(["user.signed_up", "organization.created", "session.created"]);
    const [user] = await world.owner`select password_hash from users where email = ${email}`;
    expect(user?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("an address that is taken gets the same answer, and nothing changes", async () => {
    const { email } = await newcomer();
    const before = await world.owner`select * from users where email = ${email}`;
    const pauses = async (address: string) => {
      pause.mockClear();
      const input = { name: "Somebody Else", email: address, password: "another long password" };
      expect(await signUp(guest(), input)).toEqual({ accepted: true });
      return pause.mock.calls.map(([ms]) => ms);
    };
    // The answer waits for as long as it does with a new address, although nothing is made.
    expect(await pauses(email)).toEqual([500]);
    expect(await pauses(`${newId("mail")}@example.test`)).toEqual([500]);
    expect(await world.owner`select * from users where email = ${email}`).toEqual(before);
    expect(await refusal(signIn(guest(), { email, password: "another long password" }))).toBe("unauthorized");
  });

  test("twenty sign-ups at once make one user", async () => {
    const email = `${newId("mail")}@example.test`;
    const input = { name: "Racer", email, password: PASSWORD };
    await Promise.all(Array.from({ length: 20 }, () => signUp(guest(), input)));
    const [count] = await world.owner`select count(*)::int as n from users where email = ${email}`;
    const [orgs] = await world.owner`select count(*)::int as n from organizations where name = 'Racer''s organization'`;
    expect([count?.n, orgs?.n]).toEqual([1, 1]);
  });

  test("unknown address and wrong password are told alike, after the same work", async () => {
    const { email } = await newcomer();
    const attempt = async (address: string) => {
      argon2.mockClear();
      const error: Refusal = await signIn(guest(), { email: address, password: "wrong password" }).then(
        () => expect.unreachable(),
        (thrown) => thrown,
      );
      // The work is the one hash; its cost stands before the salt.
      const work = argon2.mock.calls.map(([hashed, password]) => [String(hashed).split("$").slice(0, 4), password]);
      return { code: error.code, message: error.message, work };
    };
    const known = await attempt(email);
    expect(known).toMatchObject({ code: "unauthorized", work: [[expect.anything(), "wrong password"]] });
    expect(await attempt("nobody@example.test")).toEqual(known);
  });

  test("common passwords, and the address itself, are refused", async () => {
    for (const password of ["password123", "PASSWORD123", "iloveyou", "qwertyuiop"])
      expect(await refusal(signUp(guest(), { name: "X", email: "x@example.test", password })), password).toBe(
        "invalid_input",
      );
    expect(await refusal(signUp(guest(), { name: "X", email: "myself99@example.test", password: "myself99" }))).toBe(
      "invalid_input",
    );
    expect(signUp.input.safeParse({ name: "X", email: "x@example.test", password: "short" }).success).toBe(false);
    const long = "p".repeat(256);
    const email = `${newId("mail")}@example.test`;
    await signUp(guest(), { name: "Long", email, password: long });
    expect(await refusal(signIn(guest(), { email, password: long.slice(0, 255) }))).toBe("unauthorized");
    expect(await refusal(signIn(guest(), { email, password: long }))).toBe("passed");
  });

  test("guessing is slowed down by account and address, also in parallel; the owner elsewhere gets in", async () => {
    const { email } = await newcomer();
    const ip = "203.0.113.50";
    const results = await Promise.all(
      Array.from({ length: 15 }, (_, i) => refusal(signIn(guest(ip), { email, password: `guess number ${i}` }))),
    );
    expect(results.filter((code) => code === "unauthorized")).toHaveLength(10);
    expect(results.filter((code) => code === "rate_limit_exceeded")).toHaveLength(5);
    expect(await refusal(signIn(guest(ip), { email, password: PASSWORD }))).toBe("rate_limit_exceeded");
    expect(await refusal(signIn(guest(), { email, password: PASSWORD }))).toBe("passed");
    await world.owner`update throttles set window_start = now() - interval '16 minutes'`;
    expect(await refusal(signIn(guest(ip), { email, password: PASSWORD }))).toBe("passed");
  });
});

describe("sessions", () => {
  test("end at the next request: one, all others, by password change, by deactivation, by expiry", async () => {
    const { email, sessionId } = await newcomer();
    const others = await Promise.all([1, 2, 3].map(() => enter(email)));
    const [one = "", two = "", three = ""] = others;
    const call = world.call(await principalOf(sessionId));
    expect((await listSessions(call, {})).data.map(({ id }) => id)[0]).toBe(sessionId);
    expect(await revokeSessions(call, { id: one })).toEqual({ revoked: 1 });
    expect(await readSession(world.runtime, one)).toBeNull();
    expect(await refusal(revokeSessions(call, { id: one }))).toBe("not_found");
    expect(await changePassword(call, { current_password: PASSWORD, password: "quite another password" })).toEqual({
      ended_sessions: 2,
    });
    for (const id of [two, three]) expect(await readSession(world.runtime, id)).toBeNull();
    expect(await readSession(world.runtime, sessionId)).not.toBeNull();
    expect(await refusal(signIn(guest(), { email, password: PASSWORD }))).toBe("unauthorized");

    const fourth = await enter(email, "quite another password");
    await world.owner`update sessions set expires_at = now() - interval '1 minute' where id = ${fourth}`;
    expect(await readSession(world.runtime, fourth)).toBeNull();
    await world.owner`update users set disabled_at = now() where email = ${email}`;
    expect(await readSession(world.runtime, sessionId)).toBeNull();
    expect(await refusal(signIn(guest(), { email, password: "quite another password" }))).toBe("unauthorized");
  });

  test("nobody ends or sees another's", async () => {
    const one = await newcomer();
    const two = await newcomer();
    const call = world.call(await principalOf(one.sessionId));
    expect(await refusal(revokeSessions(call, { id: two.sessionId }))).toBe("not_found");
    await revokeSessions(call, {});
    expect(await readSession(world.runtime, two.sessionId)).not.toBeNull();
    expect((await listSessions(call, {})).data.map(({ id }) => id)).toEqual([one.sessionId]);
  });

  test("the wrong present password changes nothing and is counted", async () => {
    const { email, sessionId } = await newcomer();
    const call = world.call(await principalOf(sessionId), { ip: "203.0.113.99" });
    for (let i = 0; i < 10; i++)
      expect(
        await refusal(changePassword(call, { current_password: "wrong", password: "quite another password" })),
      ).toBe("invalid_input");
    expect(
      await refusal(changePassword(call, { current_password: PASSWORD, password: "quite another password" })),
    ).toBe("rate_limit_exceeded");
    expect(await refusal(signIn(guest(), { email, password: PASSWORD }))).toBe("passed");
  });

  test("what belongs to the portal is closed to keys", async () => {
    const { sessionId } = await newcomer();
    const principal = await principalOf(sessionId);
    const asKey = world.call({ ...principal, via: { ...principal.via, kind: "api_key", type: "live" } });
    const attempts = [
      listSessions(asKey, {}),
      revokeSessions(asKey, {}),
      changePassword(asKey, { current_password: PASSWORD, password: "quite another password" }),
      renameUser(asKey, { name: "Renamed" }),
      switchMode(asKey, { livemode: false }),
      switchOrganization(asKey, { organization_id: principal.orgId }),
      createOrganization(asKey, { name: "More" }),
    ];
    expect(await Promise.all(attempts.map(refusal))).toEqual(Array(7).fill("forbidden"));
  });
});

describe("organizations", () => {
  test("a person makes more of them, switches, and is stopped at others'", async () => {
    const { sessionId } = await newcomer();
    const stranger = await principalOf((await newcomer()).sessionId);
    const call = async () => world.call(await principalOf(sessionId));
    const home = (await principalOf(sessionId)).orgId;
    const made = await createOrganization(await call(), { name: "Second" });
    expect((await principalOf(sessionId)).orgId).toBe(made.id);
    expect((await listOrganizations(await call(), {})).data.map(({ name }) => name)).toEqual([
      "New Person's organization",
      "Second",
    ]);
    await switchOrganization(await call(), { organization_id: home });
    expect((await principalOf(sessionId)).orgId).toBe(home);
    expect(await refusal(switchOrganization(await call(), { organization_id: stranger.orgId }))).toBe("not_found");
    await switchMode(await call(), { livemode: false });
    expect((await principalOf(sessionId)).livemode).toBe(false);
    const [first] = await world.owner`select action from audit_events where org_id = ${made.id} and seq = 1`;
    expect(first?.action).toBe("organization.created");
  });

  test("who is removed from the current one falls back to another, or has no session", async () => {
    const { sessionId } = await newcomer();
    const home = (await principalOf(sessionId)).orgId;
    const made = await createOrganization(world.call(await principalOf(sessionId)), { name: "Second" });
    await world.owner`delete from memberships where org_id = ${made.id}`;
    expect((await principalOf(sessionId)).orgId).toBe(home);
    await world.owner`delete from memberships where org_id = ${home}`;
    expect(await readSession(world.runtime, sessionId)).toBeNull();
  });
});
