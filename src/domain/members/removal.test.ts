import { afterAll, beforeAll, expect, test } from "vitest";
import type { KeyDecision } from "#contract/member.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { deleteServiceAccount } from "#domain/service-accounts/delete-service-account.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { changeRole } from "./change-role.ts";
import { leaveOrganization } from "./leave-organization.ts";
import { readPlan } from "./read-plan.ts";
import { removeMember } from "./remove-member.ts";

let world: World;
let api: Api;
let organization: Organization;
let owner: Principal;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  organization = await world.organization();
  owner = await world.member(organization, "owner");
});
afterAll(async () => {
  await api.close();
  await world.close();
});

type Made = { id: string; secret: string };
async function keyOf(maker: Principal, scopes: readonly Scope[] = ["data:read"], more: object = {}): Promise<Made> {
  const input = createKey.input.parse({ name: "K", scopes: [...scopes], expires_at: null, ...more });
  const { id, api_key } = await createKey(world.call(maker), input);
  return { id, secret: api_key ?? "" };
}
const remove = (id: string, keys: KeyDecision[], actor = owner) => removeMember(world.call(actor), { id, keys });
const account = (role: "admin" | "editor" | "viewer", project_ids: string[] = []) =>
  createServiceAccount(world.call(owner), { name: `Robot ${role}`, role, project_ids });
const row = async (id: string) =>
  (
    await world.owner`select owner_id, created_by, scopes, preset, expires_at, revoked_at from credentials where id = ${id}`
  )[0];
const isMember = async (id: string) =>
  (await world.owner`select 1 from memberships where user_id = ${id} and org_id = ${organization.id}`).length === 1;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const hourlyLimit = 5000;

test("every key has to be decided on, and none that is not among them", async () => {
  const ada = await world.member(organization, "editor");
  const [one, two] = [await keyOf(ada), await keyOf(ada)];
  const foreign = await keyOf(owner);
  const missing = await remove(ada.user.id, [{ key_id: one.id, action: "revoke" }]).catch((error) => error);
  expect(missing).toMatchObject({ code: "conflict", more: { errors: [{ attr: "keys", code: "undecided_key" }] } });
  expect(missing.message).toContain(two.id);
  for (const extra of [foreign.id, one.id, "key_none"])
    await expect(
      remove(ada.user.id, [
        { key_id: one.id, action: "revoke" },
        { key_id: two.id, action: "revoke" },
        { key_id: extra, action: "revoke" },
      ]),
    ).rejects.toMatchObject({ code: "invalid_input" });
  expect(await isMember(ada.user.id)).toBe(true);
  expect((await row(one.id))?.revoked_at).toBe(null);
  expect((await row(foreign.id))?.revoked_at).toBe(null);
});

test("removal and plan are one: hand over, revoke now, revoke at a date", async () => {
  const ada = await world.member(organization, "editor");
  const robot = await account("editor");
  const keys = [await keyOf(ada), await keyOf(ada), await keyOf(ada), await keyOf(ada)];
  const [given, ended, dated, gone] = keys.map(({ id }) => id) as [string, string, string, string];
  const at = inDays(3);
  const done = await remove(ada.user.id, [
    { key_id: given, action: "hand_over", to: robot.id },
    { key_id: ended, action: "revoke" },
    { key_id: dated, action: "revoke_at", at },
    { key_id: gone, action: "hand_over" },
  ]);
  expect(done).toMatchObject({ handed_over: 3, revoked: 1, service_account_id: expect.stringMatching(/^sa_/) });
  expect(await row(given)).toMatchObject({ owner_id: robot.id, created_by: ada.user.id, revoked_at: null });
  expect((await row(ended))?.revoked_at).not.toBe(null);
  expect(await row(dated)).toMatchObject({ owner_id: done.service_account_id, expires_at: new Date(at) });
  expect(await row(gone)).toMatchObject({ owner_id: done.service_account_id, expires_at: null });
  const statuses = await Promise.all(keys.map(({ secret }) => api.send("GET", "/user", { key: secret })));
  expect(statuses.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
  const events = await world.owner<{ action: string }[]>`
    select action from audit_events where org_id = ${organization.id} order by seq desc limit 6`;
  expect(events.map(({ action }) => action).toSorted()).toEqual([
    "key.handed_over",
    "key.handed_over",
    "key.handed_over",
    "key.revoked",
    "member.removed",
    "service_account.created",
  ]);
});

test("a date only brings the end forward", async () => {
  const ada = await world.member(organization, "editor");
  const key = await keyOf(ada, ["data:read"], { expires_at: inDays(5) });
  for (const at of [inDays(-1), inDays(6)])
    await expect(remove(ada.user.id, [{ key_id: key.id, action: "revoke_at", at }])).rejects.toMatchObject({
      code: "invalid_input",
    });
  expect(await isMember(ada.user.id)).toBe(true);
});

test("a key that is not decided on because it was made meanwhile stops the removal", { timeout: 600_000 }, async () => {
  for (let round = 0; round < 200; round += 1) {
    const ada = await world.member(organization, "editor");
    const [removed, made] = await Promise.allSettled([remove(ada.user.id, []), keyOf(ada)]);
    const member = await isMember(ada.user.id);
    if (removed.status === "fulfilled") {
      expect(member).toBe(false);
      expect(made).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
    } else {
      expect(member).toBe(true);
      expect(removed.reason.code).toBe("conflict");
      expect(made.status).toBe("fulfilled");
    }
  }
});

test("a key that is handed over loses no request", async () => {
  const ada = await world.member(organization, "editor");
  const robot = await account("editor");
  const keys = await Promise.all([keyOf(ada), keyOf(ada)]);
  const calling = { go: true };
  const statuses: number[] = [];
  const callers = keys.flatMap((key) =>
    [1, 2].map(async () => {
      while (calling.go && statuses.length < hourlyLimit)
        statuses.push((await api.send("GET", "/sources", { key: key.secret })).status);
    }),
  );
  const called = async (more: number) => {
    const until = statuses.length + more;
    await expect.poll(() => statuses.length).toBeGreaterThan(until);
  };
  await called(50);
  await remove(ada.user.id, [
    { key_id: keys[0]?.id ?? "", action: "hand_over", to: robot.id },
    { key_id: keys[1]?.id ?? "", action: "hand_over" },
  ]);
  await called(50);
  calling.go = false;
  await Promise.all(callers);
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test("what the role had taken away does not come back with a stronger owner", async () => {
  const ada = await world.member(organization, "admin");
  const key = await keyOf(ada, ["users:read", "data:read"]);
  await changeRole(world.call(owner), { id: ada.user.id, role: "editor" });
  await remove(ada.user.id, [{ key_id: key.id, action: "hand_over" }]);
  expect(await row(key.id)).toMatchObject({ scopes: ["data:read"], preset: "custom" });
});

test("nobody with a higher role or further projects takes a key over", async () => {
  const ada = await world.member(organization, "editor");
  const key = await keyOf(ada);
  const project = "prj_beyond";
  await world.owner`insert into projects (id, org_id, name, livemode) values (${project}, ${organization.id}, 'Beyond', true)`;
  const [strong, wide] = [await account("admin"), await account("editor", [project])];
  const stranger = await world.member(await world.organization(), "viewer");
  for (const to of [owner.user.id, strong.id, wide.id, stranger.user.id, ada.user.id, "user_none"])
    await expect(remove(ada.user.id, [{ key_id: key.id, action: "hand_over", to }])).rejects.toMatchObject({
      code: "invalid_input",
    });
  const plan = await readPlan(world.call(owner), { id: ada.user.id });
  const reasons = new Map(plan.heirs.map(({ id, reason }) => [id, reason]));
  expect(reasons.get(strong.id)).toContain("gain");
  expect(reasons.get(wide.id)).toContain("Beyond");
  expect(plan.heirs.some(({ id }) => id === stranger.user.id)).toBe(false);
  expect(plan.keys).toMatchObject([{ id: key.id, last_used_at: null, loses: [] }]);
});

test("the service account in their place has their projects, so that the key reads the same", async () => {
  const ada = await world.member(organization, "editor");
  await world.owner`insert into projects (id, org_id, name, livemode) values ('prj_hers', ${organization.id}, 'Hers', true)`;
  await world.owner`insert into project_members (org_id, project_id, user_id, role)
    values (${organization.id}, 'prj_hers', ${ada.user.id}, 'viewer')`;
  const key = await keyOf(ada, ["projects:read"]);
  const list = async () =>
    ((await api.send("GET", "/projects", { key: key.secret })).body as { data: { id: string; role: string }[] }).data;
  const before = (await list()).map(({ id, role }) => [id, role]);
  expect(before).toContainEqual(["prj_hers", "viewer"]);
  await remove(ada.user.id, [{ key_id: key.id, action: "hand_over" }]);
  expect((await list()).map(({ id, role }) => [id, role])).toEqual(before);
});

test("a credential hands over nothing that it could not grant", async () => {
  const ada = await world.member(organization, "editor");
  const key = await keyOf(ada, ["data:write"]);
  const robot = await account("editor");
  const { secret } = await keyOf(owner, ["users:write"]);
  const weak = (await world.runtime.resolver.find(secret))?.principal;
  if (!weak) throw new Error("no key");
  for (const to of [{ to: robot.id }, {}])
    await expect(remove(ada.user.id, [{ key_id: key.id, action: "hand_over", ...to }], weak)).rejects.toMatchObject({
      code: "insufficient_scope",
    });
  await remove(ada.user.id, [{ key_id: key.id, action: "revoke" }], weak);
});

test("who leaves without being an admin revokes, and sees nobody's name in the plan", async () => {
  const ada = await world.member(organization, "editor");
  const key = await keyOf(ada);
  const plan = await readPlan(world.call(ada), { id: ada.user.id });
  expect(plan).toMatchObject({ keys: [{ id: key.id }], heirs: [] });
  await expect(readPlan(world.call(ada), { id: owner.user.id })).rejects.toMatchObject({ code: "not_found" });
  const leave = (keys: KeyDecision[]) => leaveOrganization(world.call(ada), { keys });
  await expect(leave([{ key_id: key.id, action: "hand_over" }])).rejects.toMatchObject({ code: "forbidden" });
  expect(await leave([{ key_id: key.id, action: "revoke" }])).toMatchObject({ revoked: 1, service_account_id: null });
  expect((await api.send("GET", "/user", { key: key.secret })).body).toMatchObject({ code: "revoked_token" });
});

test("a service account goes with the same plan, and nothing acts as it any more", async () => {
  const robot = await account("editor");
  const key = await keyOf(owner, ["data:read"], { service_account_id: robot.id });
  const drop = (keys: KeyDecision[]) => deleteServiceAccount(world.call(owner), { id: robot.id, keys });
  await expect(drop([])).rejects.toMatchObject({ code: "conflict" });
  const heir = await account("viewer");
  await drop([{ key_id: key.id, action: "hand_over", to: heir.id }]);
  expect(await row(key.id)).toMatchObject({ owner_id: heir.id });
  expect((await api.send("GET", "/user", { key: key.secret })).body).toMatchObject({
    user: null,
    service_account: { id: heir.id },
  });
});
