import * as timers from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readSession } from "#core/sessions/read-session.ts";
import { accountsOf, PASSWORD, refusal } from "#testing/account.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { askEmailChange } from "./ask-email-change.ts";
import { askPasswordReset } from "./ask-password-reset.ts";
import { changePassword } from "./change-password.ts";
import { confirmEmail } from "./confirm-email.ts";
import { resetPassword } from "./reset-password.ts";
import { signIn } from "./sign-in.ts";

/** Waits as ever, and is watched: how long something takes says nothing on a busy machine. */
vi.mock("node:timers/promises", async (original) => {
  const real = await original<typeof timers>();
  return { ...real, setTimeout: vi.fn(real.setTimeout) };
});
const pause = vi.mocked(timers.setTimeout);

let world: World;
let accounts: ReturnType<typeof accountsOf>;
let made = 0;
beforeAll(async () => {
  world = await makeWorld();
  accounts = accountsOf(world);
});
afterAll(() => world.close());

const NEW_PASSWORD = "quite another password";
const newAddress = () => `moved-${made++}@example.test`;

/** The tokens of the links that wait in the outbox for an address, oldest first. */
async function linksTo(address: string, page: string): Promise<string[]> {
  const mails = await world.mailsTo(address);
  return mails.flatMap(({ text }) => new RegExp(`http://localhost:3000${page}#([\\w-]{43})\n`).exec(text)?.[1] ?? []);
}
const resetLinks = (address: string) => linksTo(address, "/reset/password");
async function askedReset(address: string): Promise<string> {
  await askPasswordReset(accounts.guest(), { email: address });
  return (await resetLinks(address)).at(-1) ?? "";
}
const subjectsTo = async (address: string) => (await world.mailsTo(address)).map(({ subject }) => subject);

describe("resetting a password", () => {
  test("a link sets a new one, once; every session ends, and it is recorded and told", async () => {
    const { email, sessionId, call } = await accounts.newcomer();
    const { orgId } = (await call()).principal;
    const other = (await signIn(accounts.guest(), { email, password: PASSWORD })).session_id ?? "";
    const token = await askedReset(email);
    expect(await resetPassword(accounts.guest(), { token, password: NEW_PASSWORD })).toEqual({ ended_sessions: 2 });
    for (const id of [sessionId, other]) expect(await readSession(world.runtime, id)).toBeNull();
    expect(await refusal(signIn(accounts.guest(), { email, password: PASSWORD }))).toBe("unauthorized");
    expect(await refusal(signIn(accounts.guest(), { email, password: NEW_PASSWORD }))).toBe("passed");
    expect(await refusal(resetPassword(accounts.guest(), { token, password: "a third one, also long" }))).toBe(
      "invalid_token",
    );
    expect(await accounts.auditOf(orgId)).toEqual(
      expect.arrayContaining(["user.password_reset_asked", "user.password_reset"]),
    );
    expect(await subjectsTo(email)).toEqual(["Set a new Gatehouse password", "Your Gatehouse password was changed"]);
  });

  test("of twenty at once with one link, one wins", async () => {
    const { email } = await accounts.newcomer();
    const token = await askedReset(email);
    const passwords = Array.from({ length: 20 }, (_, i) => `${NEW_PASSWORD} ${i}`);
    const results = await Promise.all(
      passwords.map((password) => refusal(resetPassword(accounts.guest(), { token, password }))),
    );
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    const winner = passwords[results.indexOf("passed")] ?? "";
    expect(await refusal(signIn(accounts.guest(), { email, password: winner }))).toBe("passed");
  });

  test("known, unknown and deactivated addresses are answered alike, after as long", async () => {
    const { email } = await accounts.newcomer();
    const gone = await accounts.newcomer();
    await world.owner`update users set disabled_at = now() where email = ${gone.email}`;
    for (const address of [email, gone.email, "nobody@example.test"]) {
      pause.mockClear();
      expect(await askPasswordReset(accounts.guest(), { email: address })).toEqual({ accepted: true });
      // No sooner than after that, whatever there was to do.
      expect(pause.mock.calls.map(([ms]) => ms)).toEqual([400]);
    }
    expect(await world.mailsTo(gone.email)).toEqual([]);
    expect(await world.mailsTo("nobody@example.test")).toEqual([]);
    expect(await resetLinks(email)).toHaveLength(1);
  });

  test("a mailbox gets no more than five in a quarter of an hour, and the answer does not show it", async () => {
    const { email } = await accounts.newcomer();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refusal(askPasswordReset(accounts.guest(), { email }))),
    );
    expect(answers).toEqual(Array(8).fill("passed"));
    const links = await resetLinks(email);
    expect(links).toHaveLength(5);
    // What a stranger asked for does not void what the owner got.
    expect(await refusal(resetPassword(accounts.guest(), { token: links[0] ?? "", password: NEW_PASSWORD }))).toBe(
      "passed",
    );
    expect(await refusal(resetPassword(accounts.guest(), { token: links[1] ?? "", password: PASSWORD }))).toBe(
      "invalid_token",
    );
  });

  test("one address asks and tries at most twenty times in a quarter of an hour", async () => {
    const ip = accounts.guest().request.ip;
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        refusal(resetPassword(accounts.guest(ip), { token: `guess-${i}`, password: NEW_PASSWORD })),
      ),
    );
    expect(results.filter((result) => result === "invalid_token")).toHaveLength(20);
    expect(await refusal(askPasswordReset(accounts.guest(ip), { email: "nobody@example.test" }))).toBe(
      "rate_limit_exceeded",
    );
  });

  test("a link ends after half an hour, and when the password is changed otherwise", async () => {
    const { email, call } = await accounts.newcomer();
    const late = await askedReset(email);
    const [row] = await world.owner`select expires_at - now() as left, hash from one_time_tokens
      where user_id = ${(await call()).principal.user.id}`;
    expect(String(row?.left)).toMatch(/^00:(29:5|30:00)/);
    expect(row?.hash).not.toBe(late);
    await world.owner`update one_time_tokens set expires_at = now()`;
    const attempt = (token: string) => refusal(resetPassword(accounts.guest(), { token, password: NEW_PASSWORD }));
    expect(await attempt(late)).toBe("invalid_token");
    const fresh = await askedReset(email);
    await changePassword(await call(), { current_password: PASSWORD, password: NEW_PASSWORD });
    expect(await attempt(fresh)).toBe("invalid_token");
  });

  test("a password that is refused does not use the link up; a second factor stays on", async () => {
    const { email, call } = await accounts.newcomer();
    await accounts.withSecondFactor(await call());
    const token = await askedReset(email);
    expect(await refusal(resetPassword(accounts.guest(), { token, password: "password123" }))).toBe("invalid_input");
    expect(await refusal(resetPassword(accounts.guest(), { token, password: NEW_PASSWORD }))).toBe("passed");
    const next = await signIn(accounts.guest(), { email, password: NEW_PASSWORD });
    expect(next).toMatchObject({ session_id: null, step: expect.any(String) });
  });
});

describe("changing the address", () => {
  const emailLinks = (address: string) => linksTo(address, "/confirm-email");

  test("a link to the new one does it, once; both addresses are told", async () => {
    const { email, call, userId } = await accounts.newcomer();
    const context = await call();
    const to = newAddress();
    expect(await askEmailChange(context, { email: to })).toEqual({ sent_to: to });
    const [token = ""] = await emailLinks(to);
    expect(await refusal(signIn(accounts.guest(), { email: to, password: PASSWORD }))).toBe("unauthorized");
    expect(await confirmEmail(accounts.guest(), { token })).toEqual({ email: to });
    expect(await refusal(confirmEmail(accounts.guest(), { token }))).toBe("invalid_token");
    expect(await refusal(signIn(accounts.guest(), { email, password: PASSWORD }))).toBe("unauthorized");
    expect((await signIn(accounts.guest(), { email: to, password: PASSWORD })).user_id).toBe(userId);
    expect((await call()).principal.user.email).toBe(to);
    expect(await subjectsTo(email)).toEqual([
      "Your Gatehouse address is about to change",
      "Your Gatehouse address was changed",
    ]);
    expect(await accounts.auditOf(context.principal.orgId)).toEqual(
      expect.arrayContaining(["user.email_change_asked", "user.email_changed"]),
    );
  });

  test("an address that is taken is answered alike, and its link changes nothing", async () => {
    const one = await accounts.newcomer();
    const two = await accounts.newcomer();
    expect(await askEmailChange(await one.call(), { email: two.email })).toEqual({ sent_to: two.email });
    const [token = ""] = await emailLinks(two.email);
    expect(await refusal(confirmEmail(accounts.guest(), { token }))).toBe("invalid_token");
    expect((await one.call()).principal.user.email).toBe(one.email);
    expect((await two.call()).principal.user.email).toBe(two.email);
  });

  test("two who ask for one address at once: one gets it", async () => {
    const people = await Promise.all([accounts.newcomer(), accounts.newcomer(), accounts.newcomer()]);
    const to = newAddress();
    for (const person of people) await askEmailChange(await person.call(), { email: to });
    const tokens = await emailLinks(to);
    expect(tokens).toHaveLength(3);
    const results = await Promise.all(tokens.map((token) => refusal(confirmEmail(accounts.guest(), { token }))));
    expect(results.sort()).toEqual(["invalid_token", "invalid_token", "passed"]);
  });

  test("the last one asked for counts, within the hour; reset links to the former address are void", async () => {
    const { email, call } = await accounts.newcomer();
    const [first, second] = [newAddress(), newAddress()];
    await askEmailChange(await call(), { email: first });
    await askEmailChange(await call(), { email: second });
    const [stale = ""] = await emailLinks(first);
    const [good = ""] = await emailLinks(second);
    const reset = await askedReset(email);
    expect(await refusal(confirmEmail(accounts.guest(), { token: stale }))).toBe("invalid_token");
    await world.owner`update one_time_tokens set expires_at = expires_at - interval '61 minutes' where purpose = 'email_change'`;
    expect(await refusal(confirmEmail(accounts.guest(), { token: good }))).toBe("invalid_token");
    await world.owner`update one_time_tokens set expires_at = expires_at + interval '61 minutes' where purpose = 'email_change'`;
    expect(await refusal(confirmEmail(accounts.guest(), { token: good }))).toBe("passed");
    expect(await refusal(resetPassword(accounts.guest(), { token: reset, password: NEW_PASSWORD }))).toBe(
      "invalid_token",
    );
  });

  test("needs a recent proof, another address, and a session", async () => {
    const { call, sessionId, email } = await accounts.newcomer();
    expect(await refusal(askEmailChange(await call(), { email }))).toBe("invalid_input");
    const { principal } = await call();
    const asKey = world.call({ ...principal, via: { ...principal.via, kind: "api_key", type: "live" } });
    expect(await refusal(askEmailChange(asKey, { email: newAddress() }))).toBe("forbidden");
    await accounts.age(sessionId, 16);
    const to = newAddress();
    expect(await refusal(askEmailChange(await call(), { email: to }))).toBe("recent_authentication_required");
    expect(await world.mailsTo(to)).toEqual([]);
  });
});

test("no token of a link is in the database", async () => {
  const { email, call } = await accounts.newcomer();
  const to = newAddress();
  await askEmailChange(await call(), { email: to });
  const reset = await askedReset(email);
  const [change = ""] = await linksTo(to, "/confirm-email");
  const dump = JSON.stringify([
    await world.owner`select * from one_time_tokens`,
    await world.owner`select * from outbox_mails`,
    await world.owner`select * from audit_events`,
  ]);
  expect(reset).toHaveLength(43);
  for (const token of [reset, change]) expect(dump).not.toContain(token);
});
