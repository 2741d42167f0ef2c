import { existsSync } from "node:fs";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyChain } from "#core/audit/verify-chain.ts";
import { sweep } from "#core/maintenance.ts";
import type { Principal } from "#core/principal.ts";
import { startRuntime } from "#core/runtime.ts";
import { inTenant } from "#core/tenant.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { createOrganization } from "./create-organization.ts";
import { deleteOrganization } from "./delete-organization.ts";
import { getOrganization } from "./get-organization.ts";
import { listOrganizations } from "./list-organizations.ts";
import { renameOrganization } from "./rename-organization.ts";
import { setDefaultOrganization } from "./set-default-organization.ts";
import { transferOwnership } from "./transfer-ownership.ts";

let world: World;
let api: Api;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const found = async (name = "Engines") => {
  const organization = await world.organization(name);
  return { organization, owner: await world.member(organization, "owner") };
};
const longAgo = (principal: Principal): Principal => ({
  ...principal,
  via: { ...principal.via, authenticatedAt: new Date(Date.now() - 16 * 60_000) },
});
const roleOf = async ({ orgId, user }: Principal) =>
  (await world.owner`select role from memberships where org_id = ${orgId} and user_id = ${user.id}`)[0]?.role;

describe("several organizations", () => {
  test("a person lists all of theirs and chooses where to begin, a key sees its own", async () => {
    const { owner, organization } = await found("First");
    const made = await createOrganization(world.call(owner), { name: "Second" });
    await setDefaultOrganization(world.call(owner), { organization_id: made.id });
    const { data } = await listOrganizations(world.call(owner), {});
    expect(data).toEqual([
      { id: organization.id, name: "First", role: "owner", current: true, default: false },
      { id: made.id, name: "Second", role: "owner", current: false, default: true },
    ]);
    const { api_key } = await createKey(world.call(owner), createKey.input.parse({ name: "K", preset: "read_only" }));
    const byKey = await api.send("GET", "/organizations", { key: api_key ?? "" });
    expect((byKey.body.data as { id: string }[]).map(({ id }) => id)).toEqual([organization.id]);
    expect((await api.send("GET", `/organizations/${made.id}`, { key: api_key ?? "" })).status).toBe(404);
    const elsewhere = await world.organization();
    await expect(setDefaultOrganization(world.call(owner), { organization_id: elsewhere.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is renamed by its version, and by admins only", async () => {
    const { owner, organization } = await found();
    const { id } = organization;
    expect(await renameOrganization(world.call(owner), { id, name: "Difference Engines" })).toMatchObject({
      name: "Difference Engines",
      version: 2,
    });
    const stale = world.call(owner, { ifMatch: '"v1"' });
    await expect(renameOrganization(stale, { id, name: "Late" })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    await expect(renameOrganization(world.call(owner), { id: "org_other", name: "X" })).rejects.toMatchObject({
      code: "not_found",
    });
    const editor = await world.member(organization, "editor");
    await expect(renameOrganization(world.call(editor), { name: "Mine" })).rejects.toMatchObject({
      code: "insufficient_scope",
    });
    expect((await getOrganization(world.call(editor), { id })).name).toBe("Difference Engines");
  });
});

describe("handing an organization over", () => {
  test("makes the other one owner and the caller an admin, after a recent proof", async () => {
    const { owner, organization } = await found();
    const ada = await world.member(organization, "viewer");
    const transfer = (by: Principal, user_id = ada.user.id) => transferOwnership(world.call(by), { user_id });
    await expect(transfer(longAgo(owner))).rejects.toMatchObject({ code: "recent_authentication_required" });
    const robot = await createServiceAccount(world.call(owner), { name: "R", role: "admin", project_ids: [] });
    const stranger = (await found()).owner;
    for (const id of [owner.user.id, robot.id, stranger.user.id])
      await expect(transfer(owner, id)).rejects.toMatchObject({ code: "invalid_input" });
    const admin = await world.member(organization, "admin");
    await expect(transfer(admin)).rejects.toMatchObject({ code: "forbidden" });
    await transfer(owner);
    expect([await roleOf(ada), await roleOf(owner)]).toEqual(["owner", "admin"]);
    await expect(transfer(owner)).rejects.toMatchObject({ code: "forbidden" });
    const [event] = await world.owner`select action from audit_events where org_id = ${organization.id}
      and action = 'organization.transferred'`;
    expect(event).toBeDefined();
  });
});

describe("deleting an organization", () => {
  async function furnished() {
    const { owner, organization } = await found("To be deleted");
    const ada = await world.member(organization, "editor");
    const call = world.call(owner);
    const robot = await createServiceAccount(call, { name: "R", role: "editor", project_ids: [] });
    const key = await createKey(call, createKey.input.parse({ name: "K", preset: "full_access" }));
    await createKey(call, createKey.input.parse({ name: "R", preset: "read_only", service_account_id: robot.id }));
    await createInvitation(call, createInvitation.input.parse({ role: "viewer" }));
    const source = await importFile(world, owner, "a,b\n1,x\n2,y\n");
    const staged = await stageUpload(call, { stream: Readable.from(["a\n1\n"]), fileName: "waiting.csv" });
    await world.owner`insert into project_members (org_id, project_id, user_id, role)
      select org_id, id, ${ada.user.id}, 'viewer' from projects where org_id = ${organization.id} limit 1`;
    const event = metered({ orgId: organization.id, credentialId: key.id, userId: owner.user.id });
    await recordAll(world.runtime.meter, [event]);
    await world.runtime.meter.flush();
    return { owner, organization, ada, robot, secret: key.api_key ?? "", source, staged };
  }
  const remove = (by: Principal, name = "To be deleted") => deleteOrganization(world.call(by), { name });
  /** Its chain, and what an OpenFGA server has still to be told. */
  const LEFT = ["audit_chains", "audit_events", "deleted_organizations", "permission_changes"];
  /** The tables that have rows of an organization. */
  async function leftOf(id: string): Promise<string[]> {
    const tables = await world.owner<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attname = 'org_id' and not a.attisdropped order by 1`;
    const left: string[] = [];
    for (const { name } of tables)
      if ((await world.owner`select 1 from ${world.owner(name)} where org_id = ${id} limit 1`).length > 0)
        left.push(name);
    return left;
  }

  test("is for owners in the portal, who have just proved who they are and type its name", async () => {
    const { owner, organization } = await found("To be deleted");
    const admin = await world.member(organization, "admin");
    await expect(remove(admin)).rejects.toMatchObject({ code: "forbidden" });
    await expect(remove(longAgo(owner))).rejects.toMatchObject({ code: "recent_authentication_required" });
    await expect(remove(owner, "something else")).rejects.toMatchObject({ code: "invalid_input" });
    expect(await roleOf(owner)).toBe("owner");
  });

  test("leaves nothing but its audit chain, whole and ended", async () => {
    const { owner, organization, robot, source, staged } = await furnished();
    const { id } = organization;
    const before = await leftOf(id);
    expect(before).toEqual(
      expect.arrayContaining(["credentials", "invitations", "memberships", "project_members", "sources", "uploads"]),
    );
    expect(before).toEqual(expect.arrayContaining(["usage_events", "usage_hours", "credential_activity"]));
    const neighbour = await found();
    await remove(owner);
    expect(await leftOf(id)).toEqual(LEFT);
    expect(await world.owner`select 1 from organizations where id = ${id}`).toHaveLength(0);
    expect(await world.owner`select 1 from users where id = ${robot.id}`).toHaveLength(0);
    expect(await world.owner`select 1 from users where id = ${owner.user.id}`).toHaveLength(1);
    await expect
      .poll(async () => (await world.owner`select 1 from pg_class where relname = ${source.id}`).length)
      .toBe(0);
    await expect.poll(() => existsSync(world.runtime.importer.pathOf(staged.id))).toBe(false);
    const { db, auditSigner } = world.runtime;
    const report = await inTenant(db, { orgId: id }, (tx) => verifyChain(tx, auditSigner, id));
    expect(report.valid).toBe(true);
    const [last] = await world.owner`select action from audit_events where org_id = ${id} order by seq desc limit 1`;
    expect(last?.action).toBe("organization.deleted");
    expect(await roleOf(neighbour.owner)).toBe("owner");
  });

  test("its keys are unknown at the next request on every instance", async () => {
    const { owner, secret } = await furnished();
    const other = await startRuntime(world.config);
    const second = await serveApi({ ...world, runtime: other });
    try {
      const seen = async () =>
        Promise.all([api, second].map(async (each) => (await each.send("GET", "/user", { key: secret })).body.code));
      expect(await seen()).toEqual([undefined, undefined]);
      await remove(owner);
      expect((await api.send("GET", "/user", { key: secret })).body.code).toBe("invalid_token");
      await expect.poll(seen).toEqual(["invalid_token", "invalid_token"]);
    } finally {
      await second.close();
      await other.stop();
    }
  });

  test("what was metered for it and comes late is swept away", async () => {
    const { owner, organization } = await furnished();
    await remove(owner);
    await recordAll(world.runtime.meter, [metered({ orgId: organization.id })]);
    await world.runtime.meter.flush();
    expect(await leftOf(organization.id)).toContain("usage_hours");
    await sweep({ ...world.runtime, config: world.config });
    expect(await leftOf(organization.id)).toEqual(LEFT);
  });

  test("two owners who delete it at once do so once", async () => {
    const { owner, organization } = await found("To be deleted");
    const second = await world.member(organization, "owner");
    const done = await Promise.allSettled([remove(owner), remove(second)]);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(done.find((each) => each.status === "rejected")?.reason).toMatchObject({ code: "not_found" });
  });
});
