import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/id.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { readSession } from "../sessions/read-session.ts";
import { ensureHome } from "./ensure-home.ts";
import { rehome } from "./rehome.ts";

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

test("a sign-in that is still good goes on in a new one; one that is over brings nobody back", async () => {
  const organization = await world.organization("Theirs");
  const ada = await world.person("Ada");
  await world.join(ada, organization, "owner");
  const signIn = async () => {
    const id = newId("ses");
    await world.owner`insert into sessions (id, user_id, org_id, expires_at)
      values (${id}, ${ada.id}, ${organization.id}, now() + interval '14 days')`;
    return id;
  };
  const [good, ended, expired] = [await signIn(), await signIn(), await signIn()];
  await world.owner`update sessions set revoked_at = now() where id = ${ended}`;
  await world.owner`update sessions set expires_at = now() - interval '1 second' where id = ${expired}`;
  await rehome(guest(), good);
  expect(await homesOf(ada.id)).toHaveLength(1);

  await world.owner`delete from memberships where user_id = ${ada.id}`;
  for (const id of [ended, expired, newId("ses")]) await rehome(guest(), id);
  expect(await homesOf(ada.id)).toEqual([]);
  expect(await readSession(world.runtime, good)).toBeNull();
  await Promise.all(Array.from({ length: 10 }, () => rehome(guest(), good)));
  const [home, ...more] = await homesOf(ada.id);
  expect(more).toEqual([]);
  expect((await readSession(world.runtime, good))?.principal.orgId).toBe(home?.id);

  await world.owner`update users set disabled_at = now() where id = ${ada.id}`;
  await world.owner`delete from memberships where user_id = ${ada.id}`;
  await rehome(guest(), good);
  expect(await homesOf(ada.id)).toEqual([]);
});
