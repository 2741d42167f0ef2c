import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { verifyAudit } from "#domain/audit/verify-audit.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { changeRole } from "./change-role.ts";
import { getMember } from "./get-member.ts";
import { leaveOrganization } from "./leave-organization.ts";
import { listMembers } from "./list-members.ts";
import { removeMember } from "./remove-member.ts";

let world: World;
let organization: Organization;
let owner: Principal;

beforeAll(async () => {
  world = await makeWorld();
  organization = await world.organization();
  owner = await world.member(organization, "owner");
});
afterAll(() => world.close());

const member = (role: Role) => world.member(organization, role);
const roleOf = async ({ user }: Principal, orgId = organization.id) => {
  const [row] = await world.owner<{ role: Role }[]>`
    select role from memberships where org_id = ${orgId} and user_id = ${user.id}`;
  return row?.role ?? null;
};
const change = (actor: Principal, target: Principal, role: Role) =>
  changeRole(world.call(actor), { id: target.user.id, role });
const remove = (actor: Principal, target: Principal) =>
  removeMember(world.call(actor), removeMember.input.parse({ id: target.user.id }));
const leave = (actor: Principal) => leaveOrganization(world.call(actor), { keys: [] });
/** The principal of a key with these scopes, as a request with it has it. */
async function keyOf(maker: Principal, scopes: readonly Scope[], type = "live"): Promise<Principal> {
  const input = createKey.input.parse({ name: "K", type, scopes: [...scopes] });
  const { api_key } = await createKey(world.call(maker), input);
  const record = await world.runtime.resolver.find(api_key ?? "");
  if (!record) throw new Error("no such key");
  return record.principal;
}
const lastEvent = async () =>
  (
    await world.owner`select action, before, after from audit_events where org_id = ${organization.id} order by seq desc limit 1`
  )[0];

describe("the list of members", () => {
  test("tells role, keys, second factor and last activity in this organization only", async () => {
    const ada = await member("editor");
    const elsewhere = await world.organization();
    await world.join({ ...ada.user }, elsewhere, "viewer");
    await world.owner`insert into sessions (id, user_id, org_id, last_seen_at, expires_at)
      values ('ses_there', ${ada.user.id}, ${elsewhere.id}, now(), now() + interval '1 day')`;
    const before = await getMember(world.call(owner), { id: ada.user.id });
    expect(before).toMatchObject({ role: "editor", keys: 0, second_factor: false, last_active_at: null });
    await createKey(world.call(ada), createKey.input.parse({ name: "K", preset: "read_only" }));
    await world.owner`insert into sessions (id, user_id, org_id, last_seen_at, expires_at)
      values ('ses_here', ${ada.user.id}, ${organization.id}, '2026-01-02T03:04:05Z', now() + interval '1 day')`;
    await world.owner`insert into totp_factors (user_id, sealed_secret, last_step) values (${ada.user.id}, 'x', 0)`;
    expect(await getMember(world.call(owner), { id: ada.user.id })).toMatchObject({
      keys: 1,
      second_factor: true,
      last_active_at: "2026-01-02T03:04:05.000Z",
    });
  });

  test("pages by name and never names another organization's people", async () => {
    const org = await world.organization();
    const boss = await world.member(org, "owner");
    for (const name of ["Zoë", "adam", "Bela"]) await world.join(await world.person(name), org, "viewer");
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMembers(
        world.call(boss),
        listMembers.input.parse({ limit: 1, ...(cursor && { cursor }) }),
      );
      names.push(...page.data.map(({ name }) => name));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(["adam", "Bela", "Test owner", "Zoë"]);
    const found = await listMembers(world.call(boss), listMembers.input.parse({ q: "BEL", role: "viewer" }));
    expect(found.data.map(({ name }) => name)).toEqual(["Bela"]);
  });

  test("is closed to editors and viewers", async () => {
    for (const role of ["editor", "viewer"] as const)
      await expect(listMembers(world.call(await member(role)), listMembers.input.parse({}))).rejects.toMatchObject({
        code: "insufficient_scope",
      });
  });
});

describe("changing a role", () => {
  test("works, is recorded and binds the member's key at its next request", async () => {
    const ada = await member("admin");
    const key = await createKey(world.call(ada), createKey.input.parse({ name: "K", scopes: ["users:read"] }));
    const secret = key.api_key ?? "";
    expect((await world.runtime.resolver.find(secret))?.principal.scopes).toContain("users:read");
    expect(await change(owner, ada, "viewer")).toMatchObject({ role: "viewer", version: 2 });
    expect(await lastEvent()).toMatchObject({
      action: "member.role_changed",
      before: { role: "admin" },
      after: { role: "viewer" },
    });
    expect((await world.runtime.resolver.find(secret))?.principal.scopes).toEqual([]);
  });

  test.each([
    ["admin", "viewer", "owner"],
    ["admin", "owner", "viewer"],
    ["admin", "owner", "owner"],
  ] as const)("%s may not make a %s %s", async (actor, target, role) => {
    const [by, on] = [await member(actor), await member(target)];
    await expect(change(by, on, role)).rejects.toMatchObject({ code: "forbidden" });
    expect(await roleOf(on)).toBe(target);
  });

  test("an admin changes admins, an owner makes and unmakes owners", async () => {
    const [ada, bob] = [await member("admin"), await member("admin")];
    await change(ada, bob, "editor");
    await change(owner, bob, "owner");
    await change(owner, bob, "admin");
    expect(await roleOf(bob)).toBe("admin");
  });

  test("with a stale ETag nothing changes", async () => {
    const ada = await member("editor");
    const stale = world.call(owner, { ifMatch: '"v7"' });
    await expect(changeRole(stale, { id: ada.user.id, role: "viewer" })).rejects.toMatchObject({
      code: "precondition_failed",
    });
  });

  test("somebody of another organization is an unknown id", async () => {
    const stranger = await world.member(await world.organization(), "viewer");
    await expect(change(owner, stranger, "admin")).rejects.toMatchObject({ code: "not_found" });
    await expect(remove(owner, stranger)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("no credential lends more than it has", () => {
  test("a key with users:write alone makes nobody more than they are", async () => {
    const key = await keyOf(owner, ["users:write"]);
    const ada = await member("viewer");
    for (const role of ["editor", "admin"] as const)
      await expect(change(key, ada, role)).rejects.toMatchObject({ code: "insufficient_scope" });
    const editor = await member("editor");
    await change(key, editor, "viewer");
    expect([await roleOf(ada), await roleOf(editor)]).toEqual(["viewer", "viewer"]);
  });

  test("no key makes an owner, whatever its scopes", async () => {
    const key = await keyOf(owner, owner.grantable);
    const ada = await member("admin");
    await expect(change(key, ada, "owner")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a test key changes no member", async () => {
    const key = await keyOf(owner, owner.grantable, "test");
    const ada = await member("editor");
    await expect(change(key, ada, "viewer")).rejects.toMatchObject({ code: "forbidden" });
    await expect(remove(key, ada)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an organization keeps an owner", () => {
  async function two(): Promise<{ org: Organization; a: Principal; b: Principal }> {
    const org = await world.organization();
    return { org, a: await world.member(org, "owner"), b: await world.member(org, "owner") };
  }
  const owners = async (org: Organization) =>
    (await world.owner`select 1 from memberships where org_id = ${org.id} and role = 'owner'`).length;

  test("the only one can neither leave, nor be removed, nor stop being one", async () => {
    const org = await world.organization();
    const boss = await world.member(org, "owner");
    for (const attempt of [() => leave(boss), () => remove(boss, boss), () => change(boss, boss, "admin")])
      await expect(attempt()).rejects.toMatchObject({ code: "conflict" });
    expect(await owners(org)).toBe(1);
  });

  test("an owner who is deactivated does not count", async () => {
    const { a, b, org } = await two();
    await world.owner`update users set disabled_at = now() where id = ${b.user.id}`;
    await expect(leave(a)).rejects.toMatchObject({ code: "conflict" });
    expect(await owners(org)).toBe(2);
  });

  const deeds: [string, (actor: Principal, target: Principal) => Promise<unknown>][] = [
    ["remove each other", (actor, target) => remove(actor, target)],
    ["demote each other", (actor, target) => change(actor, target, "viewer")],
    ["leave", (actor) => leave(actor)],
    ["demote themselves", (actor) => change(actor, actor, "admin")],
  ];
  test.each(deeds)(
    "two hundred times two owners %s at once, and one owner stays",
    { timeout: 600_000 },
    async (_, deed) => {
      for (let round = 0; round < 200; round += 1) {
        const { org, a, b } = await two();
        const done = await Promise.allSettled([deed(a, b), deed(b, a)]);
        expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        const [refused] = done.filter((each) => each.status === "rejected");
        expect(["forbidden", "conflict"]).toContain(refused?.reason.code);
        expect(await owners(org)).toBe(1);
      }
    },
  );
});

describe("leaving and removing", () => {
  test("who leaves is gone from projects too, and the chain stays whole", async () => {
    const ada = await member("viewer");
    await leave(ada);
    expect(await roleOf(ada)).toBe(null);
    expect(await lastEvent()).toMatchObject({ action: "member.left", before: { role: "viewer" } });
    const bob = await member("editor");
    await remove(owner, bob);
    expect(await lastEvent()).toMatchObject({ action: "member.removed", before: { role: "editor" } });
    expect((await verifyAudit(world.call(owner), {})).valid).toBe(true);
  });

  test("an admin does not remove an owner", async () => {
    const [ada, boss] = [await member("admin"), await member("owner")];
    await expect(remove(ada, boss)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("tokens of the member that belong to the organization end", async () => {
    const ada = await member("editor");
    await world.owner`insert into credentials (id, org_id, kind, type, name, hint, preset, scopes, owner_id, created_by)
      values ('tok_of_ada', ${organization.id}, 'private_token', 'live', 'T', 'x', 'custom', '{data:read}', ${ada.user.id}, ${ada.user.id})`;
    await remove(owner, ada);
    const [token] = await world.owner`select revoked_at from credentials where id = 'tok_of_ada'`;
    expect(token?.revoked_at).not.toBe(null);
  });
});
