import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unseal } from "#core/sealing.ts";
import { readSession } from "#core/sessions/read-session.ts";
import { hasSecondFactor, TOTP_PURPOSE } from "#core/sessions/second-factor.ts";
import { accountsOf, PASSWORD, refusal } from "#testing/account.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { changePassword } from "./change-password.ts";
import { confirmIdentity } from "./confirm-identity.ts";
import { disableSecondFactor } from "./disable-second-factor.ts";
import { enableSecondFactor } from "./enable-second-factor.ts";
import { listSessions } from "./list-sessions.ts";
import { passSecondFactor } from "./pass-second-factor.ts";
import { readSecurity } from "./read-security.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.ts";
import { setUpSecondFactor } from "./set-up-second-factor.ts";
import { signIn } from "./sign-in.ts";

let world: World;
let accounts: ReturnType<typeof accountsOf>;
beforeAll(async () => {
  world = await makeWorld();
  accounts = accountsOf(world);
});
afterAll(() => world.close());

async function protectedAccount() {
  const person = await accounts.newcomer();
  const factor = await accounts.withSecondFactor(await person.call());
  const step = async () => {
    const { step: token } = await signIn(accounts.guest(), { email: person.email, password: PASSWORD });
    return token ?? "";
  };
  return { ...person, ...factor, step };
}
/** A code that belongs to none of the steps that count. */
const wrongCode = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, "0");

describe("turning it on", () => {
  test("takes a first code, keeps the secret sealed and the recovery codes hashed, and is recorded", async () => {
    const { userId, email, secret, recoveryCodes, call } = await protectedAccount();
    expect(recoveryCodes).toHaveLength(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    const [factor] = await world.owner`select * from totp_factors where user_id = ${userId}`;
    expect(unseal(world.config.secret, TOTP_PURPOSE, factor?.sealed_secret)).toBe(secret);
    const codes = await world.owner`select * from recovery_codes where user_id = ${userId}`;
    const dump = JSON.stringify([factor, codes, await world.owner`select * from audit_events`]);
    for (const plain of [secret, ...recoveryCodes]) expect(dump).not.toContain(plain);
    expect(await hasSecondFactor(world.runtime.db, userId)).toBe(true);
    expect(await readSecurity(await call(), {})).toMatchObject({ second_factor: { recovery_codes_left: 10 } });
    expect((await listSessions(await call(), {})).data[0]).toMatchObject({ method: "password", second_factor: "totp" });
    expect(await accounts.auditOf((await call()).principal.orgId)).toContain("user.second_factor_enabled");
    expect((await world.mailsTo(email)).map(({ subject }) => subject)).toEqual(["Two-step sign-in was turned on"]);
  });

  test("a wrong code, another's set-up, an old one and one that was altered leave it off", async () => {
    const one = await accounts.newcomer();
    const two = await accounts.newcomer();
    const { setup, secret } = await setUpSecondFactor(await one.call(), {});
    const { code } = await accounts.withSecondFactor(await two.call());
    const right = await code();
    for (const [given, refused] of [
      [{ setup, code: wrongCode(right) }, "invalid_input"],
      [{ setup: `${setup.slice(0, -2)}AA`, code: right }, "expired_token"],
      [
        { setup: (await setUpSecondFactor(await (await accounts.newcomer()).call(), {})).setup, code: right },
        "expired_token",
      ],
    ] as const)
      expect(await refusal(enableSecondFactor(await one.call(), given))).toBe(refused);
    expect(secret).toHaveLength(32);
    expect(await hasSecondFactor(world.runtime.db, one.userId)).toBe(false);
    expect(await refusal(setUpSecondFactor(await two.call(), {}))).toBe("conflict");
  });

  test("needs a recent proof, as turning it off and new recovery codes do", async () => {
    const fresh = await accounts.newcomer();
    const { setup } = await setUpSecondFactor(await fresh.call(), {});
    await accounts.age(fresh.sessionId, 16);
    expect(await refusal(setUpSecondFactor(await fresh.call(), {}))).toBe("recent_authentication_required");
    expect(await refusal(enableSecondFactor(await fresh.call(), { setup, code: "123456" }))).toBe(
      "recent_authentication_required",
    );
    const { sessionId, call, userId } = await protectedAccount();
    await accounts.age(sessionId, 16);
    expect(await refusal(disableSecondFactor(await call(), {}))).toBe("recent_authentication_required");
    expect(await refusal(renewRecoveryCodes(await call(), {}))).toBe("recent_authentication_required");
    expect(await hasSecondFactor(world.runtime.db, userId)).toBe(true);
  });
});

describe("signing in", () => {
  test("the right password opens no session; the code does", async () => {
    const { email, code, userId } = await protectedAccount();
    const before = await world.owner`select id from sessions where user_id = ${userId}`;
    const made = await signIn(accounts.guest(), { email, password: PASSWORD });
    expect(made).toMatchObject({ session_id: null, step: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await world.owner`select id from sessions where user_id = ${userId}`).toHaveLength(before.length);
    expect(await readSession(world.runtime, made.step ?? "")).toBeNull();
    const passed = await passSecondFactor(accounts.guest(), { step: made.step ?? "", code: await code() });
    const { principal } = (await readSession(world.runtime, passed.session_id)) ?? {};
    expect(principal?.user.email).toBe(email);
    const [session] = await world.owner`select method, second_factor from sessions where id = ${passed.session_id}`;
    expect(session).toEqual({ method: "password", second_factor: "totp" });
  });

  test("whoever has a second factor is not told from others by a wrong password", async () => {
    const { email } = await protectedAccount();
    const plain = await accounts.newcomer();
    const answers = await Promise.all(
      [email, plain.email, "nobody@example.test"].map((address) =>
        signIn(accounts.guest(), { email: address, password: "wrong password" }).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(answers).size).toBe(1);
  });

  test("no code counts twice, and one of twenty at once gets in", async () => {
    const { code, step } = await protectedAccount();
    const right = await code();
    const steps = await Promise.all(Array.from({ length: 20 }, step));
    const results = await Promise.all(
      steps.map((token) => refusal(passSecondFactor(accounts.guest(), { step: token, code: right }))),
    );
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    // The account's own limit may refuse some before they are compared.
    for (const result of results) expect(["passed", "unauthorized", "rate_limit_exceeded"]).toContain(result);
    await world.owner`delete from throttles`;
    expect(await refusal(passSecondFactor(accounts.guest(), { step: await step(), code: right }))).toBe("unauthorized");
  });

  test("one step opens one session, and none after five minutes or a change of the password", async () => {
    const { code, step, recoveryCodes, call } = await protectedAccount();
    const token = await step();
    const attempts = recoveryCodes
      .slice(0, 4)
      .map((given) => passSecondFactor(accounts.guest(), { step: token, code: given }));
    const results = await Promise.all(attempts.map(refusal));
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    const late = await step();
    await world.owner`update one_time_tokens set expires_at = now()`;
    expect(await refusal(passSecondFactor(accounts.guest(), { step: late, code: await code() }))).toBe("expired_token");
    const former = await step();
    await changePassword(await call(), { current_password: PASSWORD, password: "quite another password" });
    expect(await refusal(passSecondFactor(accounts.guest(), { step: former, code: await code() }))).toBe(
      "expired_token",
    );
    expect(await refusal(passSecondFactor(accounts.guest(), { step: "made up", code: await code() }))).toBe(
      "expired_token",
    );
  });

  test("a recovery code gets in once, however it is typed, and its holder is told", async () => {
    const { email, recoveryCodes, step, call } = await protectedAccount();
    const [first = "", second = ""] = recoveryCodes;
    const typed = ` ${first.toUpperCase().replaceAll("-", " ")} `;
    expect(await refusal(passSecondFactor(accounts.guest(), { step: await step(), code: typed }))).toBe("passed");
    expect(await refusal(passSecondFactor(accounts.guest(), { step: await step(), code: first }))).toBe("unauthorized");
    const race = await Promise.all(
      (await Promise.all([step(), step(), step()])).map((token) =>
        refusal(passSecondFactor(accounts.guest(), { step: token, code: second })),
      ),
    );
    expect(race.filter((result) => result === "passed")).toHaveLength(1);
    expect((await readSecurity(await call(), {})).second_factor?.recovery_codes_left).toBe(8);
    expect((await world.mailsTo(email)).map(({ subject }) => subject)).toContain(
      "A recovery code signed in to your account",
    );
  });

  test("guessing is stopped by account and address, and for the account wherever it comes from", async () => {
    const { step, code } = await protectedAccount();
    const ip = accounts.guest().request.ip;
    const token = await step();
    const guesses = (n: number, from?: string) =>
      Promise.all(
        Array.from({ length: n }, (_, i) =>
          refusal(passSecondFactor(accounts.guest(from), { step: token, code: `not-a-code-${i}` })),
        ),
      );
    const here = await guesses(8, ip);
    expect(here.filter((result) => result === "unauthorized")).toHaveLength(5);
    const everywhere = await guesses(12);
    expect(everywhere.filter((result) => result === "rate_limit_exceeded").length).toBeGreaterThanOrEqual(4);
    expect(await refusal(passSecondFactor(accounts.guest(), { step: token, code: await code() }))).toBe(
      "rate_limit_exceeded",
    );
    await world.owner`update throttles set window_start = now() - interval '16 minutes'`;
    expect(await refusal(passSecondFactor(accounts.guest(), { step: token, code: await code() }))).toBe("passed");
  });

  test("an app whose secret cannot be read any more lets nobody in; a recovery code still does", async () => {
    const { step, code, recoveryCodes, userId } = await protectedAccount();
    const right = await code();
    await world.owner`update totp_factors set sealed_secret = 'v1.of-another-installation' where user_id = ${userId}`;
    expect(await refusal(passSecondFactor(accounts.guest(), { step: await step(), code: right }))).toBe("unauthorized");
    expect(
      await refusal(passSecondFactor(accounts.guest(), { step: await step(), code: recoveryCodes[0] ?? "" })),
    ).toBe("passed");
  });

  test("another's codes do not get in", async () => {
    const one = await protectedAccount();
    const two = await protectedAccount();
    expect(
      await refusal(passSecondFactor(accounts.guest(), { step: await one.step(), code: two.recoveryCodes[0] ?? "" })),
    ).toBe("unauthorized");
    expect((await readSecurity(await two.call(), {})).second_factor?.recovery_codes_left).toBe(10);
  });
});

test("new recovery codes void the former ones; two at once leave ten", async () => {
  const { recoveryCodes, call, step, userId } = await protectedAccount();
  const context = await call();
  const [{ recovery_codes: fresh }] = await Promise.all([
    renewRecoveryCodes(context, {}),
    renewRecoveryCodes(context, {}),
  ] as const);
  expect(fresh).toHaveLength(10);
  expect(await world.owner`select hash from recovery_codes where user_id = ${userId}`).toHaveLength(10);
  expect(await refusal(passSecondFactor(accounts.guest(), { step: await step(), code: recoveryCodes[0] ?? "" }))).toBe(
    "unauthorized",
  );
  expect(await accounts.auditOf(context.principal.orgId)).toContain("user.recovery_codes_renewed");
});

test("turned off, the password alone gets in, and nothing of it is kept", async () => {
  const { call, email, userId } = await protectedAccount();
  const context = await call();
  await disableSecondFactor(context, {});
  expect(await refusal(disableSecondFactor(context, {}))).toBe("conflict");
  expect(await refusal(renewRecoveryCodes(context, {}))).toBe("conflict");
  expect((await signIn(accounts.guest(), { email, password: PASSWORD })).session_id).not.toBeNull();
  expect(await world.owner`select hash from recovery_codes where user_id = ${userId}`).toHaveLength(0);
  expect(await accounts.auditOf(context.principal.orgId)).toContain("user.second_factor_disabled");
});

describe("confirming who is at the browser", () => {
  test("takes the password and renews the proof of this session alone", async () => {
    const { call, sessionId, email } = await accounts.newcomer();
    const other = (await signIn(accounts.guest(), { email, password: PASSWORD })).session_id ?? "";
    await accounts.age(sessionId, 60);
    await accounts.age(other, 60);
    expect(await refusal(confirmIdentity(await call(), { password: "wrong" }))).toBe("invalid_input");
    expect(await refusal(setUpSecondFactor(await call(), {}))).toBe("recent_authentication_required");
    await confirmIdentity(await call(), { password: PASSWORD });
    expect(await refusal(setUpSecondFactor(await call(), {}))).toBe("passed");
    expect(await refusal(setUpSecondFactor(world.call(await accounts.principalOf(other)), {}))).toBe(
      "recent_authentication_required",
    );
    expect(await accounts.auditOf((await call()).principal.orgId)).toContain("session.confirmed");
  });

  test("takes a code as well where a second factor is on", async () => {
    const { call, sessionId, code } = await protectedAccount();
    await accounts.age(sessionId, 60);
    expect(await refusal(confirmIdentity(await call(), { password: PASSWORD }))).toBe("invalid_input");
    expect(await refusal(confirmIdentity(await call(), { password: PASSWORD, code: "none" }))).toBe("invalid_input");
    expect(await refusal(disableSecondFactor(await call(), {}))).toBe("recent_authentication_required");
    await confirmIdentity(await call(), { password: PASSWORD, code: await code() });
    expect(await refusal(disableSecondFactor(await call(), {}))).toBe("passed");
  });

  test("guesses are counted though they change nothing", async () => {
    const { call } = await accounts.newcomer();
    const context = await call();
    const results = await Promise.all(
      Array.from({ length: 14 }, (_, i) => refusal(confirmIdentity(context, { password: `guess ${i}` }))),
    );
    expect(results.filter((result) => result === "invalid_input")).toHaveLength(10);
    expect(await refusal(confirmIdentity(context, { password: PASSWORD }))).toBe("rate_limit_exceeded");
  });
});

test("what belongs to the portal is closed to keys", async () => {
  const { call } = await protectedAccount();
  const { principal } = await call();
  const asKey = world.call({ ...principal, via: { ...principal.via, kind: "api_key", type: "live" } });
  const attempts = [
    setUpSecondFactor(asKey, {}),
    enableSecondFactor(asKey, { setup: "x", code: "123456" }),
    disableSecondFactor(asKey, {}),
    renewRecoveryCodes(asKey, {}),
    confirmIdentity(asKey, { password: PASSWORD }),
    readSecurity(asKey, {}),
  ];
  expect(await Promise.all(attempts.map(refusal))).toEqual(Array(6).fill("forbidden"));
});
