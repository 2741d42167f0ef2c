import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "#testing/world.ts";
import { ensureHome } from "./ensure-home.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const guest = () => ({
  runtime: world.runtime,
  request: { id: "req_1", ip: "192.0.2.1", userAgent: "vitest" },
  now: new Date(),
});
const homesOf = (id: string) =>
  world.owner<{ id: string; role: string; name: string }[]>`
    select o.id, m.role, o.name from memberships m join organizations o on o.id = m.org_id where m.user_id = ${id}`;

test("whoever is in no organization any more begins with a new one of their own", async () => {
  const ada = { ...(await world.person("Ada")), defaultOrgId: "org_gone" };
  await ensureHome(guest(), ada);
  const [home] = await homesOf(ada.id);
  expect(home).toMatchObject({ role: "owner", name: "Ada's organization" });
  const projects = await world.owner`select livemode from projects where org_id = ${home?.id ?? ""} and is_default`;
  expect(projects).toHaveLength(2);
  const events = await world.owner`select action from audit_events where org_id = ${home?.id ?? ""}`;
  expect(events).toMatchObject([{ action: "organization.created" }]);
});

test("whoever is in one gets none, and many sign-ins at once make one", async () => {
  const ada = { ...(await world.person("Ada")), defaultOrgId: null };
  await Promise.all(Array.from({ length: 20 }, () => ensureHome(guest(), ada)));
  expect(await homesOf(ada.id)).toHaveLength(1);
  await ensureHome(guest(), ada);
  expect(await homesOf(ada.id)).toHaveLength(1);
});
