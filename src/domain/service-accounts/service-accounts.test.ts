import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, scopesOfRole } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { listKeys } from "#domain/keys/list-keys.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createServiceAccount } from "./create-service-account.ts";
import { deleteServiceAccount } from "./delete-service-account.ts";
import { getServiceAccount } from "./get-service-account.ts";
import { listServiceAccounts } from "./list-service-accounts.ts";
import { updateServiceAccount } from "./update-service-account.ts";

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

type Account = Parameters<typeof createServiceAccount>[1];
const make = (role: Account["role"] = "editor", { by = owner, projects = [] as string[], name = "Robot" } = {}) =>
  createServiceAccount(world.call(by), { name, role, project_ids: projects });
const keyFor = (id: string, { by = owner, ...more }: { by?: Principal; preset?: string; scopes?: Scope[] }) =>
  createKey(world.call(by), createKey.input.parse({ name: "K", service_account_id: id, ...more }));
const project = async (livemode = true) => {
  const id = `prj_${Math.random().toString(36).slice(2)}`;
  await world.owner`insert into projects (id, org_id, name, livemode) values (${id}, ${organization.id}, 'P', ${livemode})`;
  return id;
};
const user = async (secret: string | null) => (await api.send("GET", "/user", { key: secret ?? "" })).body;

describe("a service account", () => {
  test("owns keys that act as it, with its role, whoever made them", async () => {
    const robot = await make("viewer");
    const { api_key, owner: belongsTo, created_by, scopes } = await keyFor(robot.id, { preset: "full_access" });
    expect(belongsTo).toEqual({ id: robot.id, name: "Robot", kind: "service_account" });
    expect(created_by.id).toBe(owner.user.id);
    expect(scopes).toEqual(scopesOfRole.viewer.filter((scope) => scope.endsWith(":read")));
    expect(await user(api_key)).toMatchObject({
      user: null,
      service_account: { id: robot.id, name: "Robot" },
      organization: { id: organization.id, role: "viewer" },
    });
    const listed = await listKeys(world.call(owner), listKeys.input.parse({ owner: robot.id }));
    expect(listed.data).toHaveLength(1);
    expect(await getServiceAccount(world.call(owner), { id: robot.id })).toMatchObject({ keys: 1 });
  });

  test("is recorded, listed and renamed", async () => {
    const robot = await make("editor", { name: "Nightly" });
    const stale = world.call(owner, { ifMatch: '"v3"' });
    await expect(updateServiceAccount(stale, { id: robot.id, name: "Late" })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    await updateServiceAccount(world.call(owner), { id: robot.id, name: "Daily" });
    const events = await world.owner<{ action: string }[]>`
      select action from audit_events where target_id = ${robot.id} order by seq`;
    expect(events.map(({ action }) => action)).toEqual(["service_account.created", "service_account.updated"]);
    const found = await listServiceAccounts(world.call(owner), listServiceAccounts.input.parse({ q: "dail" }));
    expect(found.data.map(({ id }) => id)).toEqual([robot.id]);
    const person = await world.member(organization, "viewer");
    await expect(getServiceAccount(world.call(owner), { id: person.user.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("switched off, its keys are refused at the next request, and go on when it is switched on", async () => {
    const robot = await make();
    const { api_key } = await keyFor(robot.id, { scopes: ["data:read"] });
    const change = (disabled: boolean) => updateServiceAccount(world.call(owner), { id: robot.id, disabled });
    expect(await user(api_key)).toHaveProperty("service_account");
    expect(await change(true)).toMatchObject({ status: "disabled" });
    expect(await user(api_key)).toMatchObject({ code: "inactive_user" });
    await expect(keyFor(robot.id, { scopes: ["data:read"] })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await change(false)).toMatchObject({ status: "active" });
    expect(await user(api_key)).toHaveProperty("service_account");
  });

  test("works in its projects, and only there", async () => {
    const [one, two, trials] = [await project(), await project(), await project(false)];
    const robot = await make("editor", { projects: [one, trials] });
    expect(robot.projects.map(({ id, livemode }) => [id, livemode])).toEqual([
      [one, true],
      [trials, false],
    ]);
    const { api_key } = await keyFor(robot.id, { scopes: ["projects:read"] });
    const reaches = async () =>
      (
        (await api.send("GET", "/projects", { key: api_key ?? "" })).body as {
          data: { id: string; is_default: boolean }[];
        }
      ).data
        .filter(({ is_default }) => !is_default)
        .map(({ id }) => id);
    expect(await reaches()).toEqual([one]);
    await updateServiceAccount(world.call(owner), { id: robot.id, project_ids: [two] });
    expect(await reaches()).toEqual([two]);
    const foreign = await world.organization();
    await world.owner`insert into projects (id, org_id, name, livemode) values ('prj_theirs', ${foreign.id}, 'P', true)`;
    for (const id of ["prj_theirs", "prj_none"])
      await expect(updateServiceAccount(world.call(owner), { id: robot.id, project_ids: [id] })).rejects.toMatchObject({
        code: "invalid_input",
      });
    expect(await reaches()).toEqual([two]);
  });

  test("without keys it just goes", async () => {
    const robot = await make();
    expect(await deleteServiceAccount(world.call(owner), { id: robot.id, keys: [] })).toMatchObject({ revoked: 0 });
    await expect(getServiceAccount(world.call(owner), { id: robot.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("of another organization is an unknown id", async () => {
    const robot = await make();
    const stranger = await world.member(await world.organization(), "owner");
    for (const attempt of [
      () => getServiceAccount(world.call(stranger), { id: robot.id }),
      () => updateServiceAccount(world.call(stranger), { id: robot.id, disabled: true }),
      () => deleteServiceAccount(world.call(stranger), { id: robot.id, keys: [] }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await expect(keyFor(robot.id, { by: stranger, scopes: ["data:read"] })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("nobody gains by a service account", () => {
  const principalOf = async (scopes: readonly Scope[], type = "live") => {
    const input = createKey.input.parse({ name: "K", type, scopes: [...scopes] });
    const { api_key } = await createKey(world.call(owner), input);
    const record = await world.runtime.resolver.find(api_key ?? "");
    if (!record) throw new Error("no key");
    return record.principal;
  };

  test.each(["editor", "viewer"] as const)("an %s makes none, and no key for one", async (role: Role) => {
    const who = await world.member(organization, role);
    await expect(make("viewer", { by: who })).rejects.toMatchObject({ code: "insufficient_scope" });
    const robot = await make("viewer");
    await expect(keyFor(robot.id, { by: who, scopes: ["data:read"] })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("a key makes and widens none beyond its own scopes", async () => {
    const weak = await principalOf(["users:write", "keys:write"]);
    await expect(make("viewer", { by: weak })).rejects.toMatchObject({ code: "insufficient_scope" });
    const robot = await make("viewer");
    const update = (change: object) => updateServiceAccount(world.call(weak), { id: robot.id, ...change });
    await expect(update({ role: "admin" })).rejects.toMatchObject({ code: "insufficient_scope" });
    await expect(update({ project_ids: [await project()] })).rejects.toMatchObject({ code: "insufficient_scope" });
    await update({ disabled: true });
    await expect(update({ disabled: false })).rejects.toMatchObject({ code: "insufficient_scope" });
    const test = await principalOf(owner.grantable, "test");
    await expect(make("viewer", { by: test })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("its keys hold no scope beyond its role or beyond whoever makes them", async () => {
    const robot = await make("viewer");
    await expect(keyFor(robot.id, { scopes: ["data:write"] })).rejects.toMatchObject({ code: "invalid_input" });
    const admin = await make("admin");
    const weak = await principalOf(["keys:write", "data:read"]);
    await expect(keyFor(admin.id, { by: weak, scopes: ["users:write"] })).rejects.toMatchObject({
      code: "insufficient_scope",
    });
    const { scopes } = await keyFor(admin.id, { by: weak, preset: "full_access" });
    expect(scopes).toEqual(["data:read", "keys:read", "keys:write"]);
  });

  test("an editor account's own key makes keys as that account, and reaches nobody else's", async () => {
    const robot = await make("editor");
    const { api_key } = await keyFor(robot.id, { scopes: ["keys:write", "data:read"] });
    const body = { name: "Child", scopes: ["data:read"] };
    const child = await api.send("POST", "/api-keys", { key: api_key ?? "", body });
    expect(child.body).toMatchObject({ owner: { id: robot.id }, created_by: { id: robot.id } });
    const other = await make("editor");
    const refused = await api.send("POST", "/api-keys", {
      key: api_key ?? "",
      body: { ...body, service_account_id: other.id },
    });
    expect(refused.body).toMatchObject({ code: "invalid_input" });
  });
});
