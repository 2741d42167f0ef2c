import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SettingsPatch } from "#contract/organization.ts";
import type { Role } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import { type Runtime, startRuntime } from "#core/runtime.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { updateKey } from "#domain/keys/update-key.ts";
import { changeRole } from "#domain/members/change-role.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { sessionToken } from "#testing/session-token.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";

/**
 * EFFECTIVE AUTHORITY: whatever a credential was given, each request does what its owner may do now, under the rules of
 * the organization as they are now. Each kind of credential, each way of losing something, on two instances.
 */
let world: World;
let second: Runtime;
let folder: string;
let here: Api;
let there: Api;
let organization: Organization;
let owner: Principal;
let member: Principal;
let nextIp = 1;

beforeAll(async () => {
  world = await makeWorld();
  folder = await mkdtemp(path.join(tmpdir(), "gatehouse-second-"));
  second = await startRuntime({ ...world.config, dataFolder: folder });
  here = await serveApi(world);
  there = await serveApi({ ...world, runtime: second });
});
afterAll(async () => {
  await here.close();
  await there.close();
  await second.stop();
  await rm(folder, { recursive: true, force: true });
  await world.close();
});
beforeEach(async () => {
  organization = await world.organization();
  owner = await world.member(organization, "owner");
  member = await world.member(organization, "admin");
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const grant = { name: "Tried", preset: "full_access" as const };

const kinds: Record<string, () => Promise<string | null>> = {
  "an API key": async () => (await createKey(world.call(member), createKey.input.parse(grant))).api_key,
  "a personal access token": async () =>
    (await createToken(world.call(member), createToken.input.parse({ ...grant, expires_at: inDays(30) }))).token,
  "a private token": async () =>
    (await createPrivateToken(world.call(member), createPrivateToken.input.parse({ ...grant, expires_at: inDays(30) })))
      .token,
  "a session's access token": async () => (await sessionToken(world, member)).token,
};

/** What an operation that only admins may call answers, and one that everybody may. */
async function reach(api: Api, key: string): Promise<{ audit: number; sources: number; code: unknown }> {
  const ip = `2001:db8:${(nextIp++).toString(16)}::1`;
  const audit = await api.send("GET", "/audit-events", { key, ip });
  const sources = await api.send("GET", "/sources", { key, ip });
  return { audit: audit.status, sources: sources.status, code: sources.body.code };
}
/** On the instance where it was changed the very next request shows it; on the other one, once it has heard. */
async function expectEverywhere(key: string, expected: object): Promise<void> {
  expect(await reach(here, key)).toMatchObject(expected);
  await expect.poll(() => reach(there, key), { timeout: PATIENCE_MS, interval: 25 }).toMatchObject(expected);
}
const settle = (settings: SettingsPatch) =>
  updateSettings(world.call(owner), updateSettings.input.parse({ id: organization.id, ...settings }));
const demote = (role: Role) => changeRole(world.call(owner), { id: member.user.id, role });

describe.each(Object.entries(kinds))("%s", (_, make) => {
  let key: string;
  beforeEach(async () => {
    key = (await make()) ?? "";
    await expectEverywhere(key, { audit: 200, sources: 200 });
  });

  test("its owner is demoted, and promoted again", async () => {
    await demote("viewer");
    await expectEverywhere(key, { audit: 403, sources: 200 });
    await demote("admin");
    await expectEverywhere(key, { audit: 200, sources: 200 });
  });

  test("its owner is removed", async () => {
    const mine = await world.owner<{ id: string }[]>`select id from credentials
      where owner_id = ${member.user.id} and kind = 'api_key' and revoked_at is null`;
    const keys = mine.map(({ id }) => ({ key_id: id, action: "revoke" as const }));
    await removeMember(world.call(owner), removeMember.input.parse({ id: member.user.id, keys }));
    await expectEverywhere(key, { audit: 401, sources: 401 });
  });

  test("its owner is deactivated", async () => {
    await world.owner`update users set disabled_at = now() where id = ${member.user.id}`;
    await world.owner`select pg_notify('gatehouse', ${JSON.stringify({ user: member.user.id })})`;
    await expect.poll(() => reach(here, key), { timeout: PATIENCE_MS }).toMatchObject({ sources: 401 });
    await expectEverywhere(key, { audit: 401, sources: 401, code: "inactive_user" });
  });

  test("the organization lets nobody in from there", async () => {
    await settle({ allowed_ips: ["203.0.113.0/24"] });
    await expectEverywhere(key, { audit: 403, sources: 403, code: "ip_not_allowed" });
    await settle({ allowed_ips: [] });
    await expectEverywhere(key, { audit: 200, sources: 200 });
  });

  test("the organization no longer allows its kind", async () => {
    await settle({ allowed_credentials: ["test"] });
    await expectEverywhere(key, { audit: 403, sources: 403, code: "policy_violation" });
  });

  test("key creation is switched off: what is there goes on, nothing new is made", async () => {
    await settle({ key_creation_enabled: false });
    await expectEverywhere(key, { audit: 200, sources: 200 });
    for (const [route, body] of [
      ["/api-keys", grant],
      ["/tokens", { ...grant, expires_at: inDays(2) }],
      ["/auth/private-tokens", { ...grant, expires_at: inDays(2) }],
    ] as const) {
      const answer = await here.send("POST", route, { key, body, ip: "2001:db8:ffff::1" });
      // Tokens are made from a session alone; everything else must be told that creation is off.
      expect(["key_creation_disabled", "forbidden"]).toContain(answer.body.code);
    }
  });
});

test("a key that is narrowed has lost the rest at its next request", async () => {
  const made = await createKey(world.call(member), createKey.input.parse(grant));
  await expectEverywhere(made.api_key ?? "", { audit: 200, sources: 200 });
  await updateKey(world.call(member), { id: made.id, scopes: ["data:read"] });
  await expectEverywhere(made.api_key ?? "", { audit: 403, sources: 200 });
});

test("the maximum lifetime counts for keys that were made before it", async () => {
  const made = await createKey(world.call(member), createKey.input.parse({ ...grant, expires_at: inDays(80) }));
  await world.owner`update credentials set created_at = now() - interval '40 days' where id = ${made.id}`;
  await settle({ max_key_lifetime_days: 30 });
  await expectEverywhere(made.api_key ?? "", { audit: 401, sources: 401, code: "expired_token" });
});
