import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyChain } from "#core/audit/verify-chain.ts";
import type { Principal } from "#core/principal.ts";
import { issueSessionTokens } from "#core/tokens/issue-session-tokens.ts";
import { rotateSigningKey } from "#core/tokens/rotate-signing-key.ts";
import { withdrawSigningKey } from "#core/tokens/withdraw-signing-key.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { sessionToken } from "#testing/session-token.ts";
import { type Instance, startInstance } from "#testing/start-instance.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let here: Api;
let there: Instance;
let member: Principal;

beforeAll(async () => {
  world = await makeWorld();
  here = await serveApi(world);
  there = await startInstance(world);
  member = await world.member(await world.organization(), "editor");
});
afterAll(async () => {
  await there.stop();
  await here.close();
  await world.close();
});

const script = fileURLToPath(new URL("./withdraw-signing-key.ts", import.meta.url));
const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, [script, ...args], {
    env: { ...process.env, DATABASE_URL: world.config.databaseUrl, GATEHOUSE_SECRET: world.config.secret },
  });
const withdraw = (kid: string) =>
  withdrawSigningKey(
    { db: world.runtime.db, secret: world.config.secret, auditSigner: world.runtime.auditSigner, now: new Date() },
    kid,
  );
let nextIp = 1;
const whoAmI = async (url: string, token: string): Promise<number | string> => {
  const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": `2001:db8:${(nextIp++).toString(16)}::1` };
  const answer = await fetch(`${url}/user`, { headers });
  return answer.ok ? answer.status : ((await answer.json()) as { code: string }).code;
};
const everywhere = (token: string) => Promise.all([here.url, there.url].map((url) => whoAmI(url, token)));
const privateToken = async (who = member) => {
  const expires_at = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const input = createPrivateToken.input.parse({ name: "Notebook", scopes: ["data:read"], expires_at });
  const { id, token } = await createPrivateToken(world.call(who), input);
  return { id, token: token ?? "" };
};
const published = async () => (await world.runtime.signingKeys.published()).map(({ kid }) => kid);

test("what a withdrawn key signed is refused by the next request on every instance; sessions go on, and owners are told", async () => {
  const { kid } = await world.runtime.signingKeys.signingKey();
  const session = await sessionToken(world, member);
  const made = await privateToken();
  const bystander = await world.member(await world.organization("Somebody else’s"), "owner");
  for (const token of [session.token, made.token]) expect(await everywhere(token)).toEqual([200, 200]);

  const { stdout } = await command(kid);
  expect(stdout).toMatch(/is withdrawn[\s\S]*signs from now on[\s\S]*whose owners were told: 1\n/);
  // As soon as an instance has heard of it, which takes no longer than a revocation does.
  for (const token of [session.token, made.token])
    await expect.poll(() => everywhere(token)).toEqual(["invalid_token", "invalid_token"]);
  const now = await published();
  expect(now).toHaveLength(1);
  expect(now).not.toContain(kid);

  const renewed = (await issueSessionTokens(world.runtime, session.id, "")).access_token;
  expect(await everywhere(renewed)).toEqual([200, 200]);
  expect(await everywhere((await privateToken()).token)).toEqual([200, 200]);

  const events = await world.owner`select action, actor_type, target_id, after from audit_events
    where org_id = ${member.orgId} and actor_type = 'system' order by seq`;
  expect(events).toMatchObject([
    { action: "signing_key.withdrawn", target_id: kid, after: { replaced_by: now[0], private_tokens_revoked: 1 } },
    { action: "private_token.revoked", target_id: made.id, after: { reason: "The key that signed it was withdrawn." } },
  ]);
  expect(await verifyChain(world.runtime.db, world.runtime.auditSigner, member.orgId)).toMatchObject({ valid: true });
  const others = await world.owner`select action from audit_events where org_id = ${bystander.orgId}`;
  expect(others).toEqual([{ action: "signing_key.withdrawn" }]);
  const told = await world.owner`select a.kind, a.data from alerts a join alert_recipients r on r.alert_id = a.id
    where a.subject_id = ${made.id} and a.kind = 'key.revoked' and r.user_id = ${member.user.id}`;
  expect(told).toMatchObject([{ data: { reason: "The key that signed it was withdrawn." } }]);
});

test("a next key that is withdrawn never signs, and ends nothing else", async () => {
  const before = await world.runtime.signingKeys.signingKey();
  const made = await privateToken();
  const { kid } = await rotateSigningKey(world.runtime.db, world.config.secret, new Date());
  expect(await withdraw(kid)).toEqual({ kid, was: "next", replacedBy: null, privateTokens: 0 });
  await expect.poll(published).toEqual([before.kid]);
  expect(await everywhere(made.token)).toEqual([200, 200]);
});

test("tokens that are minted while their key is withdrawn are revoked with it, or not made: 50 rounds", async () => {
  for (let round = 0; round < 50; round += 1) {
    const { kid } = await world.runtime.signingKeys.signingKey();
    const minting = Array.from({ length: 4 }, () => privateToken().catch((error: { code?: string }) => error.code));
    await Promise.all([...minting, withdraw(kid)]);
    for (const made of await Promise.all(minting)) if (typeof made === "string") expect(made).toBe("unavailable");
    const living = await world.owner`select 1 from credentials where signed_by = ${kid} and revoked_at is null`;
    expect(living).toHaveLength(0);
    await expect.poll(published).not.toContain(kid);
  }
});

test("of twenty who withdraw it at once, one does", async () => {
  const { kid } = await world.runtime.signingKeys.signingKey();
  const all = await Promise.all(Array.from({ length: 20 }, () => withdraw(kid)));
  expect(all.filter((withdrawn) => withdrawn !== null)).toHaveLength(1);
});

test("an unknown id changes nothing, and the command says which there are", async () => {
  const now = await published();
  await expect(command("nobody-has-that")).rejects.toMatchObject({ code: 2, stdout: expect.stringContaining(now[0]!) });
  await expect(command()).rejects.toMatchObject({ code: 2 });
  expect(await published()).toEqual(now);
});
