import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { UsageInput } from "#contract/usage.ts";
import { memberKeyOf, organizationKeyOf } from "#core/limits/limit-keys.ts";
import type { MeteredRequest } from "#core/metering/metered-request.ts";
import type { Principal } from "#core/principal.ts";
import { addKey } from "#testing/api-key.ts";
import { holdClock } from "#testing/hold-clock.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { keySparklines } from "./key-sparklines.ts";
import { readKeyUsage } from "./read-key-usage.ts";
import { readQuota } from "./read-quota.ts";
import { readUsage } from "./read-usage.ts";

const HOUR = 3_600_000;
/** In the middle of a clock hour, and of a minute: what is counted by them begins and ends where it is expected. */
const MIDDLE = Math.floor(Date.now() / HOUR) * HOUR + HOUR / 2 + 30_500;
let world: World;
let org: Organization;
let owner: Principal;
let key: string;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  org = await world.organization();
  owner = await world.member(org, "owner");
  key = await addKey(world, owner, { name: "Nightly export" });
  return holdClock(world, MIDDLE);
});

async function make(events: Partial<MeteredRequest>[]): Promise<void> {
  await recordAll(
    world.runtime.meter,
    events.map((fields) =>
      metered({ orgId: org.id, credentialId: key, userId: owner.user.id, timeMs: now(), ...fields }),
    ),
  );
  await world.runtime.meter.flush();
}
const now = () => world.runtime.clock.nowMs();
const read = (principal: Principal, input: UsageInput = {}) => readUsage(world.call(principal), input);
const times = (count: number, fields: Partial<MeteredRequest> = {}) => Array.from({ length: count }, () => fields);
const iso = (ms: number) => new Date(ms).toISOString();

test("counts every request, without a gap between the intervals", async () => {
  await make([
    ...times(30),
    ...times(12, { timeMs: now() - 5 * HOUR, status: 403 }),
    ...times(9, { timeMs: now() - 40 * HOUR }),
  ]);
  const usage = await read(owner);
  expect(usage).toMatchObject({ interval: "hour", total_requests: 42, total_errors: 12, previous: null, groups: [] });
  expect(usage.data.length).toBe(24);
  expect(usage.data.map((point) => point.requests).filter(Boolean)).toEqual([12, 30]);
  expect(usage.data[0]!.start).toBe(usage.from);
  expect(usage.data[3]).toMatchObject({ group: null, requests: 0, errors: 0, p50_ms: null });
  expect((await read(owner, { compare: true })).previous).toMatchObject({ requests: 9, errors: 0 });
});

test("percentiles are within 5 % of the nearest rank", async () => {
  await make(Array.from({ length: 1000 }, (_, n) => ({ durationUs: (n + 1) * 100 })));
  const { p50_ms, p95_ms, p99_ms } = (await read(owner)).totals;
  for (const [found, exact] of [
    [p50_ms, 50],
    [p95_ms, 95],
    [p99_ms, 99],
  ] as const)
    expect(Math.abs(found! / exact - 1)).toBeLessThan(0.05);
});

test("groups by key, operation, status and kind, with words for each", async () => {
  const other = await addKey(world, owner, { name: "Dashboard" });
  await make([
    ...times(5),
    ...times(3, { credentialId: other, operation: "listSources", status: 403 }),
    ...times(2, { credentialId: "ses_a", credentialKind: "session" }),
    ...times(1, { credentialId: "ses_b", credentialKind: "session", operation: "" }),
  ]);
  const groups = async (group_by: NonNullable<UsageInput["group_by"]>) => {
    const usage = await read(owner, { group_by });
    const summed = usage.data
      .filter((point) => point.group === usage.groups[0]!.group)
      .reduce((sum, point) => sum + point.requests, 0);
    expect(summed).toBe(usage.groups[0]!.requests);
    expect(usage.data.length).toBe(24 * usage.groups.length);
    expect(usage.total_requests).toBe(11);
    return usage.groups.map(({ label, requests }) => [label, requests]);
  };
  expect(await groups("key")).toEqual([
    ["Nightly export", 5],
    ["Dashboard", 3],
    ["Sessions", 3],
  ]);
  expect(await groups("operation")).toEqual([
    ["getUser", 7],
    ["listSources", 3],
    ["Unknown path", 1],
  ]);
  expect(await groups("status")).toEqual([
    ["200 OK", 8],
    ["403 Forbidden", 3],
  ]);
  expect(await groups("credential_kind")).toEqual([
    ["API key", 8],
    ["Session", 3],
  ]);
});

test("groups behind the largest fifty are folded into one", async () => {
  await make(
    Array.from({ length: 60 }, (_, n) =>
      times(n < 50 ? 2 : 1, { operation: `op${String(n).padStart(2, "0")}` }),
    ).flat(),
  );
  const usage = await read(owner, { group_by: "operation" });
  expect(usage.groups.length).toBe(51);
  expect(usage.groups.at(-1)).toMatchObject({ group: "other", label: "Other", requests: 10 });
  expect(usage.data.reduce((sum, point) => sum + point.requests, 0)).toBe(110);
});

test("filters by credential and operation", async () => {
  await make([...times(4), ...times(2, { operation: "listSources" }), ...times(7, { credentialId: "key_else" })]);
  expect((await read(owner, { credential_id: key })).total_requests).toBe(6);
  expect((await read(owner, { credential_id: key, operation: "listSources" })).total_requests).toBe(2);
});

test("chooses the interval by the length, and refuses what is not kept or too much", async () => {
  const at = now();
  const interval = async (from: number, to = at) => (await read(owner, { from: iso(from), to: iso(to) })).interval;
  expect(await interval(at - HOUR)).toBe("minute");
  expect(await interval(at - 7 * HOUR)).toBe("hour");
  expect(await interval(at - 8 * 24 * HOUR)).toBe("day");
  expect(await interval(at - 200 * HOUR, at - 198 * HOUR)).toBe("hour");
  const refused = (input: UsageInput) => expect(read(owner, input)).rejects;
  await refused({ interval: "minute", from: iso(at - 80 * HOUR), to: iso(at - 79 * HOUR) }).toMatchObject({
    code: "invalid_input",
  });
  await refused({ interval: "minute", from: iso(at - 40 * HOUR) }).toMatchObject({
    message: expect.stringContaining("at most 2000"),
  });
  await refused({ from: iso(at), to: iso(at - HOUR) }).toMatchObject({ code: "invalid_input" });
  await refused({ from: "0001-01-01T00:00:00Z", to: "0001-01-01T01:00:00Z" }).toMatchObject({ code: "invalid_input" });
});

test("the range before is left out when its minutes are gone", async () => {
  const usage = await read(owner, { from: iso(now() - 70 * HOUR), to: iso(now() - 65 * HOUR), compare: true });
  expect(usage).toMatchObject({ interval: "minute", previous: null });
});

test("an editor sees the usage of own keys and sessions only; test and live traffic are apart", async () => {
  const editor = await world.member(org, "editor");
  const own = await addKey(world, editor);
  await make([...times(5), ...times(3, { credentialId: own }), ...times(2, { credentialId: key, livemode: false })]);
  expect((await read(editor)).total_requests).toBe(3);
  expect((await read(editor, { credential_id: key })).total_requests).toBe(0);
  expect((await read(owner)).total_requests).toBe(8);
  expect((await read({ ...owner, livemode: false })).total_requests).toBe(2);
});

test("another organization sees nothing of it", async () => {
  await make(times(5));
  const stranger = await world.member(await world.organization("Other"), "owner");
  expect((await read(stranger)).total_requests).toBe(0);
  expect((await read(stranger, { credential_id: key, group_by: "key" })).groups).toEqual([]);
  const call = world.call(stranger);
  await expect(readKeyUsage(call, { id: key })).rejects.toMatchObject({ code: "not_found" });
  await expect(readQuota(call, { credential_id: key })).rejects.toMatchObject({ code: "not_found" });
  expect((await keySparklines(call, { credential_ids: [key] })).data).toEqual([]);
});

test("each verb needs its scope", async () => {
  const narrow = await world.member(org, "owner", { scopes: ["data:read"] });
  const call = world.call(narrow);
  const refusal = { code: "insufficient_scope" };
  for (const attempt of [
    () => readUsage(call, {}),
    () => readKeyUsage(call, { id: key }),
    () => readQuota(call, {}),
    () => keySparklines(call, { credential_ids: [] }),
  ])
    await expect((async () => attempt())()).rejects.toMatchObject(refusal);
});

test("the usage of one key, for those who may see the key", async () => {
  await make([...times(4), ...times(9, { credentialId: "key_else" })]);
  expect((await readKeyUsage(world.call(owner), { id: key })).total_requests).toBe(4);
  const viewer = await world.member(org, "viewer");
  await expect(readKeyUsage(world.call(viewer), { id: key })).rejects.toMatchObject({ code: "not_found" });
});

test("sparklines hold 24 hours, this one last", async () => {
  const idle = await addKey(world, owner);
  await make([...times(4), ...times(2, { timeMs: now() - 3 * HOUR }), ...times(7, { timeMs: now() - 25 * HOUR })]);
  const { data } = await keySparklines(world.call(owner), { credential_ids: [key, idle, "key_unknown"] });
  const of = (id: string) => data.find((line) => line.credential_id === id)?.requests;
  expect(of(key)).toEqual([...Array(20).fill(0), 2, 0, 0, 4]);
  expect(of(idle)).toEqual(Array(24).fill(0));
  expect(data.length).toBe(2);
});

test("a quota says what is used, and when it runs out at the rate of now", async () => {
  const small = await addKey(world, owner, { name: "Small", rateLimit: 1000 });
  const nowMs = now();
  await world.runtime.limiter.take([{ policy: "key", key: `c:${small}`, limit: 1000 }], nowMs, 990);
  await make(times(600, { credentialId: small, timeMs: nowMs - 60_000 }));
  const { data } = await readQuota(world.call(owner), {});
  expect(data).toMatchObject([{ credential_id: small, name: "Small", limit: 1000, used: 990, remaining: 10 }]);
  expect(data[0]!.requests_per_minute).toBeGreaterThan(90);
  const runsOut = Date.parse(data[0]!.runs_out_at!);
  expect(runsOut).toBeGreaterThan(nowMs);
  expect(runsOut).toBeLessThan(nowMs + 10_000);
  const calm = await readQuota(world.call(owner), { credential_id: key });
  expect(calm.data).toMatchObject([{ used: 0, limit: 5000, requests_per_minute: 0, runs_out_at: null }]);
});

test("limits of member and organization are told beside those of keys, where they are set", async () => {
  const world = await makeWorld();
  try {
    const member = await world.member(await world.organization("Shared limits"), "editor");
    const ask = (settings: object) =>
      readQuota(world.call({ ...member, settings: { ...member.settings, ...settings } }), {});
    expect((await ask({})).shared).toEqual([]);
    const rule = (policy: "member" | "organization", key: string) => ({ policy, key, limit: 100 });
    const nowMs = world.runtime.clock.nowMs();
    await world.runtime.limiter.take([rule("member", memberKeyOf(member.orgId, member.user.id))], nowMs, 30);
    await world.runtime.limiter.take([rule("organization", organizationKeyOf(member.orgId))], nowMs, 200 - 110);
    const { shared } = await ask({ member_rate_limit: 100, organization_rate_limit: 100 });
    expect(shared).toMatchObject([
      { of: "member", id: member.user.id, name: member.user.name, limit: 100, used: 30, remaining: 70 },
      { of: "organization", id: member.orgId, name: "Shared limits", used: 90, remaining: 10 },
    ]);
  } finally {
    await world.close();
  }
});
