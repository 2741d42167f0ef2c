import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSession } from "#core/sessions/read-session.ts";
import { accountsOf, refusal } from "#testing/account.ts";
import { Authenticator } from "#testing/authenticator.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { addPasskey } from "./add-passkey.ts";
import { beginPasskey } from "./begin-passkey.ts";
import { beginPasskeyConfirmation } from "./begin-passkey-confirmation.ts";
import { beginPasskeySignIn } from "./begin-passkey-sign-in.ts";
import { confirmIdentity } from "./confirm-identity.ts";
import { readSecurity } from "./read-security.ts";
import { removePasskey } from "./remove-passkey.ts";
import { setUpSecondFactor } from "./set-up-second-factor.ts";
import { signInWithPasskey } from "./sign-in-with-passkey.ts";

let world: World;
let accounts: ReturnType<typeof accountsOf>;
beforeAll(async () => {
  world = await makeWorld();
  accounts = accountsOf(world);
});
afterAll(() => world.close());

async function holder(authenticator = new Authenticator()) {
  const person = await accounts.newcomer();
  const call = await person.call();
  const { options } = await beginPasskey(call, {});
  const passkey = await addPasskey(call, { name: "Laptop", credential: authenticator.attest(options) });
  return { ...person, authenticator, passkey };
}
const challenge = async () => (await beginPasskeySignIn(accounts.guest(), {})).options;
const enter = (passkey: ReturnType<Authenticator["assert"]>) => signInWithPasskey(accounts.guest(), { passkey });

describe("adding one", () => {
  test("keeps the public key, tells its holder, and is recorded", async () => {
    const { passkey, call, email, authenticator } = await holder();
    expect(passkey).toMatchObject({ name: "Laptop", synced: false, last_used_at: null });
    expect((await readSecurity(await call(), {})).passkeys).toEqual([passkey]);
    expect((await world.mailsTo(email)).map(({ subject }) => subject)).toEqual(["A passkey was added to your account"]);
    expect(await accounts.auditOf((await call()).principal.orgId)).toContain("passkey.added");
    const { options } = await beginPasskey(await call(), {});
    expect(options).toMatchObject({
      rp: { id: "localhost", name: "Gatehouse" },
      user: { name: email },
      excludeCredentials: [{ id: authenticator.id }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
  });

  test("refuses an answer to another challenge, origin or party, an unverified holder, and one twice", async () => {
    const person = await accounts.newcomer();
    const call = await person.call();
    const begin = async () => (await beginPasskey(call, {})).options;
    const other = (await beginPasskey(await (await accounts.newcomer()).call(), {})).options as { challenge: string };
    const signInOptions = (await challenge()) as { challenge: string };
    const authenticator = new Authenticator();
    for (const ceremony of [
      { challenge: other.challenge },
      { challenge: signInOptions.challenge },
      { challenge: "AAAA" },
      { origin: "http://evil.example" },
      { origin: "http://localhost:3001" },
      { rpId: "evil.example" },
      { userVerified: false },
    ]) {
      const credential = authenticator.attest(await begin(), ceremony);
      expect([ceremony, await refusal(addPasskey(call, { name: "X", credential }))]).toEqual([
        ceremony,
        "invalid_input",
      ]);
    }
    const credential = authenticator.attest(await begin());
    const results = await Promise.all(
      Array.from({ length: 20 }, () => refusal(addPasskey(call, { name: "X", credential }))),
    );
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    const again = authenticator.attest(await begin());
    expect(await refusal(addPasskey(call, { name: "X", credential: again }))).toBe("conflict");
  });

  test("needs a recent proof; so does removing one, which only its holder can", async () => {
    const { sessionId, call, passkey } = await holder();
    const stranger = await (await accounts.newcomer()).call();
    expect(await refusal(removePasskey(stranger, { id: passkey.id }))).toBe("not_found");
    const { options } = await beginPasskey(await call(), {});
    await accounts.age(sessionId, 16);
    const credential = new Authenticator().attest(options);
    expect(await refusal(beginPasskey(await call(), {}))).toBe("recent_authentication_required");
    expect(await refusal(addPasskey(await call(), { name: "X", credential }))).toBe("recent_authentication_required");
    expect(await refusal(removePasskey(await call(), { id: passkey.id }))).toBe("recent_authentication_required");
    expect((await readSecurity(await call(), {})).passkeys).toHaveLength(1);
  });
});

describe("signing in", () => {
  test("needs no address, is both factors at once, and notes its use", async () => {
    const { authenticator, call, userId } = await holder();
    await accounts.withSecondFactor(await call());
    const options = await challenge();
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(JSON.stringify(options)).not.toContain("allowCredentials");
    const made = await enter(authenticator.assert(options));
    expect(made.user_id).toBe(userId);
    expect(await readSession(world.runtime, made.session_id)).not.toBeNull();
    const [session] = await world.owner`select method, second_factor from sessions where id = ${made.session_id}`;
    expect(session).toEqual({ method: "passkey", second_factor: null });
    expect((await readSecurity(await call(), {})).passkeys[0]?.last_used_at).not.toBeNull();
  });

  test("one answer signs in once, also of twenty at once", async () => {
    const { authenticator } = await holder();
    const answer = authenticator.assert(await challenge());
    const results = await Promise.all(Array.from({ length: 20 }, () => refusal(enter(answer))));
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    expect(await refusal(enter(answer))).toBe("unauthorized");
  });

  test("one that does not count is no exception", async () => {
    const { authenticator } = await holder(new Authenticator({ counts: false }));
    const answer = authenticator.assert(await challenge());
    const results = await Promise.all(Array.from({ length: 20 }, () => refusal(enter(answer))));
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    expect(await refusal(enter(authenticator.assert(await challenge())))).toBe("passed");
  });

  test("a counter that went back is refused: somebody has a copy", async () => {
    const { authenticator } = await holder();
    authenticator.counter = 10;
    expect(await refusal(enter(authenticator.assert(await challenge())))).toBe("passed");
    authenticator.counter = 4;
    expect(await refusal(enter(authenticator.assert(await challenge())))).toBe("unauthorized");
    authenticator.counter = 10;
    expect(await refusal(enter(authenticator.assert(await challenge())))).toBe("unauthorized");
  });

  test("every other fault is refused alike", async () => {
    const { authenticator, call } = await holder();
    const confirming = (await beginPasskeyConfirmation(await call(), {})).options as { challenge: string };
    const messages = new Set<string>();
    const attempt = async (answer: ReturnType<Authenticator["assert"]>) => {
      const message = await enter(answer).then(
        () => "passed",
        (error: Error) => error.message,
      );
      messages.add(message);
    };
    for (const ceremony of [
      { challenge: confirming.challenge },
      { challenge: "AAAA" },
      { origin: "https://localhost:3000" },
      { rpId: "example.test" },
      { userVerified: false },
    ])
      await attempt(authenticator.assert(await challenge(), ceremony));
    const unknown = new Authenticator();
    unknown.userHandle = authenticator.userHandle;
    await attempt(unknown.assert(await challenge()));
    const forged = unknown.assert(await challenge());
    await attempt({ ...forged, id: authenticator.id, rawId: authenticator.id });
    const handed = authenticator.assert(await challenge());
    handed.response.userHandle = Buffer.from("user_other").toString("base64url");
    await attempt(handed);
    expect([...messages]).toEqual(["This passkey is not known here, or its answer was not accepted."]);
    expect(await refusal(enter(authenticator.assert(await challenge())))).toBe("passed");
  });

  test("a removed passkey, and a deactivated holder's, get nobody in", async () => {
    const removed = await holder();
    await removePasskey(await removed.call(), { id: removed.passkey.id });
    expect(await refusal(enter(removed.authenticator.assert(await challenge())))).toBe("unauthorized");
    expect(await accounts.auditOf((await removed.call()).principal.orgId)).toContain("passkey.removed");
    const gone = await holder();
    await world.owner`update users set disabled_at = now() where id = ${gone.userId}`;
    expect(await refusal(enter(gone.authenticator.assert(await challenge())))).toBe("unauthorized");
  });
});

test("confirms who is at the browser, with one's own passkey and a challenge made for it", async () => {
  const one = await holder();
  const two = await holder();
  await accounts.age(one.sessionId, 60);
  const options = async () => (await beginPasskeyConfirmation(await one.call(), {})).options;
  const attempt = async (passkey: ReturnType<Authenticator["assert"]>) =>
    refusal(confirmIdentity(await one.call(), { passkey }));
  expect(await attempt(two.authenticator.assert(await options()))).toBe("invalid_input");
  expect(await attempt(one.authenticator.assert(await challenge()))).toBe("invalid_input");
  expect(await refusal(setUpSecondFactor(await one.call(), {}))).toBe("recent_authentication_required");
  expect(await attempt(one.authenticator.assert(await options()))).toBe("passed");
  expect(await refusal(setUpSecondFactor(await one.call(), {}))).toBe("passed");
});
