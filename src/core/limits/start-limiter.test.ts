import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLogger } from "#core/logger.ts";
import { makeWorld, type World } from "#testing/world.ts";
import type { LimitRule } from "./limit-keys.ts";
import type { Limiter, Quota } from "./limiter.ts";
import { startLimiter } from "./start-limiter.ts";
import { windowOf } from "./window.ts";

let world: World;
/** In the middle of a window of the past, so that none ends while a test runs. */
const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 1_800_000;
let nextKey = 1;

beforeAll(async () => {
  world = await makeWorld();
  // The runtime of the world counts requests as well; here it would be one more instance.
  await world.runtime.limiter.stop();
});
afterAll(() => world.close());

const started: Limiter[] = [];
async function makeInstance(restore = async () => {}): Promise<Limiter> {
  const limiter = await startLimiter({
    databaseUrl: world.config.databaseUrl,
    clock: { now: () => new Date(nowMs), nowMs: () => nowMs, set: () => {} },
    log: makeLogger("silent"),
    restore,
    orGone: (work) => work,
  });
  started.push(limiter);
  return limiter;
}
/** What NOTIFY does in a running product. */
const tellOthers = () => {
  for (const limiter of started) limiter.onInstancesChanged();
};
async function stop(...limiters: Limiter[]): Promise<void> {
  for (const limiter of limiters) {
    await limiter.stop();
    started.splice(started.indexOf(limiter), 1);
  }
}
const rule = (limit: number, policy: LimitRule["policy"] = "key"): LimitRule => ({
  policy,
  key: `test:${nextKey++}`,
  limit,
});
const passed = (quotas: Quota[]) => quotas.filter(({ allowed }) => allowed).length;
const remaining = async (limiter: Limiter, of: LimitRule) => (await limiter.peek([of], nowMs))[0]?.remaining;

test("an instance that is alone answers without waiting; among others it asks, and alone again it does not", async () => {
  const one = await makeInstance();
  const key = rule(10);
  expect(one.take([key], nowMs)).toMatchObject({ allowed: true, remaining: 9, policy: "key" });
  const two = await makeInstance();
  tellOthers();
  expect(await two.take([key], nowMs)).toMatchObject({ allowed: true, remaining: 8 });
  const together = one.take([key], nowMs);
  expect(together).toBeInstanceOf(Promise);
  expect(await together).toMatchObject({ remaining: 7 });
  await stop(two);
  tellOthers();
  await expect.poll(() => one.take([key], nowMs) instanceof Promise).toBe(false);
  const before = await remaining(one, key);
  expect(one.take([key], nowMs)).toMatchObject({ remaining: (before ?? 0) - 1 });
  await stop(one);
});

test("50 left and 200 at once on two instances: exactly 50 pass, 200 times over", async () => {
  const [one, two] = [await makeInstance(), await makeInstance()];
  tellOthers();
  for (let round = 0; round < 200; round += 1) {
    const key = rule(50);
    // Sometimes evenly, sometimes all but one of them on one side.
    const share = [2, 3, 7, 200][round % 4] ?? 2;
    const quotas = await Promise.all(
      Array.from({ length: 200 }, (_, n) => (n % share === 0 ? one : two).take([key], nowMs)),
    );
    expect(passed(quotas)).toBe(50);
    expect(new Set(quotas.filter(({ allowed }) => allowed).map((quota) => quota.remaining)).size).toBe(50);
    expect(await remaining(one, key)).toBe(0);
  }
  await stop(one, two);
});

test("instances come and go while requests are taken, and not one is lost or counted twice", async () => {
  const steady = await makeInstance();
  for (let round = 0; round < 12; round += 1) {
    const key = rule(100);
    const quotas: Promise<Quota>[] = [];
    const take = (limiter: Limiter) => quotas.push(Promise.resolve(limiter.take([key], nowMs)));
    for (let n = 0; n < 20; n += 1) take(steady);
    const guest = await makeInstance();
    for (let n = 0; n < 30; n += 1) take(n % 2 ? steady : guest);
    tellOthers();
    for (let n = 0; n < 30; n += 1) take(n % 3 ? steady : guest);
    await Promise.all(quotas);
    const leaving = stop(guest);
    for (let n = 0; n < 30; n += 1) take(steady);
    await leaving;
    tellOthers();
    for (let n = 0; n < 30; n += 1) take(steady);
    expect(passed(await Promise.all(quotas))).toBe(100);
    expect(await remaining(steady, key)).toBe(0);
  }
  await stop(steady);
});

test("the strictest of several limits is told, and a refused request is taken from none", async () => {
  for (const together of [false, true]) {
    const instances = [await makeInstance(), ...(together ? [await makeInstance()] : [])];
    tellOthers();
    const [limiter] = instances as [Limiter];
    const key = rule(5);
    const member = rule(3, "member");
    const organization = rule(Number.POSITIVE_INFINITY, "organization");
    const take = (cost?: number) => limiter.take([key, member, organization], nowMs, cost);
    expect(await take()).toMatchObject({ policy: "member", limit: 3, remaining: 2, allowed: true });
    expect(await take(2)).toMatchObject({ policy: "member", remaining: 0, allowed: true });
    expect(await take()).toMatchObject({ policy: "member", remaining: 0, allowed: false });
    expect(await take(0)).toMatchObject({ allowed: false });
    expect(await remaining(limiter, key)).toBe(2);
    expect(await limiter.take([key], nowMs, 3)).toMatchObject({ policy: "key", allowed: false, remaining: 2 });
    expect(await limiter.take([key], nowMs, 2)).toMatchObject({ allowed: true, remaining: 0 });
    await stop(...instances);
  }
});

test("an orderly end leaves word of every request, also of those that are metered nowhere", async () => {
  const before = await makeInstance();
  const key = rule(100);
  await before.take([key], nowMs);
  await before.take([key], nowMs, 40);
  await stop(before);
  const after = await makeInstance();
  expect(await remaining(after, key)).toBe(59);
  await stop(after);
});

test("an instance that died alone does not keep the next one waiting, nor its counts", async () => {
  await world.owner`insert into limit_instances (id, alone) values ('lim_dead', true)`;
  const one = await makeInstance();
  expect(one.take([rule(1)], nowMs)).toMatchObject({ allowed: true });
  expect(await world.owner`select 1 from limit_instances where id = 'lim_dead'`).toHaveLength(0);
  await stop(one);
});

test("who was taken for gone does not go on counting in memory", async () => {
  const one = await makeInstance();
  const key = rule(100);
  one.take([key], nowMs);
  await world.owner`delete from limit_instances`;
  const two = await makeInstance();
  tellOthers();
  await two.take([key], nowMs);
  await one.take([key], nowMs);
  tellOthers();
  expect(await remaining(one, key)).toBe(await remaining(two, key));
  await stop(one, two);
});

test("what was used in another window is not counted in this one", async () => {
  const [one, two] = [await makeInstance(), await makeInstance()];
  tellOthers();
  const key = rule(2);
  // Both have heard of each other once they ask.
  await Promise.all([one.take([rule(1)], nowMs), two.take([rule(1)], nowMs)]);
  await expect.poll(() => one.take([rule(1)], nowMs) instanceof Promise).toBe(true);
  const later = nowMs + 3_600_000;
  const quotas = await Promise.all([nowMs, nowMs, later, nowMs, later, later].map((at) => one.take([key], at)));
  expect(quotas.map(({ allowed }) => allowed)).toEqual([true, true, true, false, true, false]);
  expect(quotas.map(({ resetAt }) => resetAt / 3600 - windowOf(nowMs))).toEqual([1, 1, 2, 1, 2, 2]);
  await stop(one, two);
});
