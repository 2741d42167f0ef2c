import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { type Instance, startInstance } from "#testing/start-instance.ts";
import { makeWorld, type World } from "#testing/world.ts";

/** Instances in processes of their own, at one database. */
let world: World;
let owner: Principal;
let instances: Instance[] = [];

/** Limits begin anew at each full hour, which must not happen between two of these tests. */
async function waitOverTheHour(): Promise<void> {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 60_000) await new Promise((resolve) => setTimeout(resolve, left + 1000));
}

beforeAll(async () => {
  await waitOverTheHour();
  world = await makeWorld();
  owner = await world.member(await world.organization(), "owner");
  instances = await Promise.all([startInstance(world), startInstance(world)]);
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await world.close();
});

const makeKey = async (options: object = {}) => {
  const input = createKey.input.parse({ name: "Shared", preset: "read_only", ...options });
  return (await createKey(world.call(owner), input)).api_key ?? "";
};
const get = (instance: number, key: string, headers: Record<string, string> = {}) =>
  fetch(`${instances[instance]?.url}/user`, { headers: { authorization: `Bearer ${key}`, ...headers } });
const statuses = (answers: Response[]) => {
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  return { passed: count(200), refused: count(429), others: answers.length - count(200) - count(429) };
};
const at200 = (pick: (n: number) => [instance: number, key: string]) =>
  Promise.all(Array.from({ length: 200 }, (_, n) => get(...pick(n))));

test("50 left and 200 at once on two instances: exactly 50 pass, and each is told what was left", async () => {
  const key = await makeKey({ rate_limit: 50 });
  const answers = await at200((n) => [n % 2, key]);
  expect(statuses(answers)).toEqual({ passed: 50, refused: 150, others: 0 });
  const left = answers.filter(({ ok }) => ok).map(({ headers }) => headers.get("x-ratelimit-remaining"));
  expect(new Set(left).size).toBe(50);
});

test("a limit of the organization holds over its keys and instances, and says that it is that one", async () => {
  const keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
  // What was used before counts: the 50 of the test above.
  const organization_rate_limit = 50 + 30;
  await updateSettings(world.call(owner), { id: owner.orgId, organization_rate_limit });
  const answers = await at200((n) => [n % 2, keys[n % 3] ?? ""]);
  expect(statuses(answers)).toEqual({ passed: 30, refused: 170, others: 0 });
  expect(answers[0]?.headers.get("ratelimit-policy")).toBe(`"organization";q=${organization_rate_limit};w=3600`);
  await updateSettings(world.call(owner), { id: owner.orgId, organization_rate_limit: null });
});

test("a changed rule is obeyed by every instance within a second", async () => {
  const key = await makeKey();
  const codes = () => Promise.all([0, 1].map(async (instance) => (await get(instance, key)).status));
  expect(await codes()).toEqual([200, 200]);
  await updateSettings(world.call(owner), { id: owner.orgId, allowed_credentials: ["test"] });
  await expect.poll(codes).toEqual([403, 403]);
  await updateSettings(world.call(owner), {
    id: owner.orgId,
    allowed_credentials: ["live", "test"],
    allowed_origins: ["https://app.example.com"],
  });
  const origin = async (instance: number) =>
    (await get(instance, key, { origin: "https://app.example.com" })).headers.get("access-control-allow-origin");
  await expect.poll(() => Promise.all([origin(0), origin(1)])).toEqual(Array(2).fill("https://app.example.com"));
});
