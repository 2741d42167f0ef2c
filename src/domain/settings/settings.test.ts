import { afterAll, beforeAll, expect, test } from "vitest";
import type { OrganizationSettings } from "#contract/organization.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { enableKey } from "#domain/keys/enable-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { updateKey } from "#domain/keys/update-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { getSettings } from "./get-settings.ts";
import { updateSettings } from "./update-settings.ts";

let world: World;
let api: Api;
let nextIp = 1;
const freshIp = () => `198.51.100.${nextIp++}`;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

async function makeOwner(settings: Partial<OrganizationSettings> = {}): Promise<Principal> {
  const owner = await world.member(await world.organization(), "owner");
  await save(owner, settings);
  return { ...owner, settings: { ...owner.settings, ...settings } };
}
const save = (owner: Principal, settings: Partial<OrganizationSettings>, ifMatch?: string) =>
  updateSettings(world.call(owner, ifMatch ? { ifMatch } : {}), { id: owner.orgId, ...settings });
const mint = async (owner: Principal, options: object = {}) => {
  const key = await createKey(
    world.call(owner),
    createKey.input.parse({ name: "Key", preset: "read_only", ...options }),
  );
  return { id: key.id, secret: key.api_key ?? "" };
};
const codeOf = async (secret: string, ip = freshIp()) => {
  const { status, body } = await api.send("GET", "/user", { key: secret, ip });
  return status === 200 ? "good" : body.code;
};
const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

test("settings are read by everybody, changed by admins, and recorded with what changed", async () => {
  const owner = await makeOwner();
  const viewer = { ...owner, ...(await world.member({ id: owner.orgId, name: owner.orgName }, "viewer")) };
  const read = await getSettings(world.call(viewer), { id: owner.orgId });
  expect(read).toMatchObject({ key_creation_enabled: true, allowed_origins: [], session_hours: null });
  expect(await refusal(save(viewer, { session_hours: 8 }))).toBe("insufficient_scope");

  const saved = await save(owner, { session_hours: 8, key_creation_enabled: true });
  expect(saved).toMatchObject({ session_hours: 8, version: read.version + 1 });
  const [event] = await world.owner`
    select before, after from audit_events where org_id = ${owner.orgId} order by seq desc limit 1`;
  expect(event).toEqual({ before: { session_hours: null }, after: { session_hours: 8 } });
  expect(await refusal(save(owner, { session_hours: 9 }, `"v${read.version}"`))).toBe("precondition_failed");
});

test("another organization is an unknown one, whoever asks", async () => {
  const owner = await makeOwner();
  const other = await makeOwner({ session_hours: 5 });
  expect(await refusal(getSettings(world.call(owner), { id: other.orgId }))).toBe("not_found");
  expect(await refusal(updateSettings(world.call(owner), { id: other.orgId, session_hours: 1 }))).toBe("not_found");
  expect((await getSettings(world.call(other), { id: other.orgId })).session_hours).toBe(5);
});

test("of two who save different rules at once, neither undoes the other", async () => {
  const owner = await makeOwner();
  await Promise.all([save(owner, { session_hours: 8 }), save(owner, { max_key_lifetime_days: 30 })]);
  const settings = await getSettings(world.call(owner), { id: owner.orgId });
  expect(settings).toMatchObject({ session_hours: 8, max_key_lifetime_days: 30, version: 3 });
});

test("a second factor is not asked of others by somebody who has none", async () => {
  const owner = await makeOwner();
  expect(await refusal(save(owner, { second_factor_required: true }))).toBe("invalid_input");
  await world.owner`insert into totp_factors (user_id, sealed_secret, last_step) values (${owner.user.id}, 'x', 0)`;
  expect(await refusal(save(owner, { second_factor_required: true }))).toBe("done");
});

test("each rule is obeyed at the next request of a key that was good before", async () => {
  const rules: [Partial<OrganizationSettings>, string][] = [
    [{ allowed_credentials: ["test"] }, "policy_violation"],
    [{ never_expires_allowed: false }, "policy_violation"],
    [{ allowed_ips: ["192.0.2.0/24"] }, "ip_not_allowed"],
  ];
  for (const [rule, code] of rules) {
    const owner = await makeOwner();
    const { secret } = await mint(owner, { expires_at: null });
    expect(await codeOf(secret)).toBe("good");
    await save(owner, rule);
    expect([rule, await codeOf(secret)]).toEqual([rule, code]);
  }
});

test("a longest lifetime ends what is older, and shortens the rest", async () => {
  const owner = await makeOwner();
  const old = await mint(owner, { expires_at: null });
  const young = await mint(owner, { expires_at: null });
  await world.owner`update credentials set created_at = now() - interval '10 days' where id = ${old.id}`;
  await save(owner, { max_key_lifetime_days: 5 });
  expect(await codeOf(old.secret)).toBe("expired_token");
  const { body } = await api.send("GET", "/user", { key: young.secret });
  const expiresAt = Date.parse((body.credential as { expires_at: string }).expires_at);
  expect(Math.abs(expiresAt - Date.parse(days(5)))).toBeLessThan(60_000);
});

test("an address must be in the key's own list and in the organization's", async () => {
  const owner = await makeOwner({ allowed_ips: ["198.51.100.0/24"] });
  const { secret } = await mint(owner, { allowed_ips: ["198.51.100.7", "203.0.113.7"] });
  expect(await codeOf(secret, "198.51.100.7")).toBe("good");
  expect(await codeOf(secret, "198.51.100.8")).toBe("ip_not_allowed");
  expect(await codeOf(secret, "203.0.113.7")).toBe("ip_not_allowed");
});

test("a required second factor keeps out the keys of people who have none, until they have one", async () => {
  const owner = await makeOwner();
  const member = await world.member({ id: owner.orgId, name: owner.orgName }, "editor");
  const { secret } = await mint(member);
  await world.owner`insert into totp_factors (user_id, sealed_secret, last_step) values (${owner.user.id}, 'x', 0)`;
  await save(owner, { second_factor_required: true });
  expect(await codeOf(secret)).toBe("policy_violation");
  await world.owner`insert into totp_factors (user_id, sealed_secret, last_step) values (${member.user.id}, 'x', 0)`;
  world.runtime.invalidation.apply({ user: member.user.id });
  expect(await codeOf(secret)).toBe("good");
});

test("with key creation off nothing is minted or prolonged, and what there is goes on", async () => {
  const owner = await makeOwner();
  const { id, secret } = await mint(owner, { expires_at: days(10) });
  await save(owner, { key_creation_enabled: false });
  const closed = { ...owner, settings: { ...owner.settings, key_creation_enabled: false } };
  const call = world.call(closed);
  expect(await refusal(mint(closed))).toBe("key_creation_disabled");
  expect(await refusal(updateKey(call, { id, expires_at: days(20) }))).toBe("key_creation_disabled");
  expect(await refusal(updateKey(call, { id, expires_at: null }))).toBe("key_creation_disabled");
  expect(await refusal(updateKey(call, { id, expires_at: days(5) }))).toBe("done");
  expect(await codeOf(secret)).toBe("good");
  expect((await api.send("POST", "/api-keys", { key: secret, body: { name: "x", preset: "read_only" } })).status).toBe(
    403,
  );
  expect(await refusal(rotateKey(call, { id, overlap_seconds: 0 }))).toBe("done");
});

test("what may not be used is not made, rotated or enabled either", async () => {
  const owner = await makeOwner();
  const { id } = await mint(owner);
  const rules = { allowed_credentials: ["test" as const], allowed_presets: ["read_only" as const] };
  const bound = { ...owner, settings: { ...owner.settings, ...rules } };
  expect(await refusal(mint(bound))).toBe("policy_violation");
  expect(await refusal(mint(bound, { type: "test", preset: "full_access" }))).toBe("policy_violation");
  expect(await refusal(mint(bound, { type: "test" }))).toBe("done");
  expect(await refusal(rotateKey(world.call(bound), { id, overlap_seconds: 0 }))).toBe("policy_violation");
  expect(await refusal(enableKey(world.call(bound), { id }))).toBe("policy_violation");
});

test("full access by any name asks for a recent proof where the organization wants it", async () => {
  const owner = await makeOwner();
  const settings = { ...owner.settings, recent_authentication_for_full_access: true };
  const authenticated = (minutesAgo: number): Principal => ({
    ...owner,
    settings,
    via: { ...owner.via, authenticatedAt: new Date(Date.now() - minutesAgo * 60_000) },
  });
  const everything = { preset: undefined, scopes: [...owner.grantable] };
  for (const options of [{ preset: "full_access" }, everything]) {
    expect(await refusal(mint(authenticated(16), options))).toBe("recent_authentication_required");
    expect(await refusal(mint(authenticated(1), options))).toBe("done");
  }
  expect(await refusal(mint(authenticated(16)))).toBe("done");
  const { id } = await mint(authenticated(16));
  const widen = updateKey(world.call(authenticated(16)), { id, scopes: [...owner.grantable] });
  expect(await refusal(widen)).toBe("recent_authentication_required");
});
