import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "#contract/role.ts";
import { scopes as allScopes, isReadScope, type Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createKey } from "./create-key.ts";
import { disableKey } from "./disable-key.ts";
import { enableKey } from "./enable-key.ts";
import { getKey } from "./get-key.ts";
import { listKeys } from "./list-keys.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey } from "./rotate-key.ts";
import { updateKey } from "./update-key.ts";

let world: World;
let org: Organization;
let owner: Principal;

beforeAll(async () => {
  world = await makeWorld();
  org = await world.organization();
  owner = await world.member(org, "owner");
});
afterAll(() => world.close());

const create = (principal: Principal, options: Record<string, unknown> = {}) =>
  createKey(
    world.call(principal),
    createKey.input.parse({ name: "A key", ...("scopes" in options ? {} : { preset: "read_only" }), ...options }),
  );
const list = (principal: Principal, options: Record<string, unknown> = {}) =>
  listKeys(world.call(principal), listKeys.input.parse(options));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: { code?: string }) => error.code ?? "bug",
  );
const actions = async (target: string) =>
  (await world.owner`select action from audit_events where target_id = ${target} order by seq`).map(
    (row) => row.action,
  );

/** The principal that requests with a key act as. */
async function asKey(secret: string | null): Promise<Principal> {
  const record = await world.runtime.resolver.find(secret ?? "");
  if (!record) throw new Error("unknown key");
  return record.principal;
}

describe("creating", () => {
  test("gives the secret once, stores only its hash, and says so in the audit log", async () => {
    const key = await create(owner, { name: "BI tool", preset: "data_access", metadata: { team: "bi" } });
    expect(key.api_key).toMatch(/^gk_live_[0-9A-Za-z]{49}$/);
    expect(key.scopes).toEqual(["projects:read", "data:read", "dashboards:read"]);
    expect(key).toMatchObject({
      status: "active",
      preset: "data_access",
      created_by: { id: owner.user.id },
      version: 1,
    });
    const days = (new Date(key.expires_at ?? 0).getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    const dump = JSON.stringify([
      await world.owner`select * from credentials where id = ${key.id}`,
      await world.owner`select * from credential_secrets where credential_id = ${key.id}`,
      await world.owner`select * from audit_events where target_id = ${key.id}`,
    ]);
    expect(dump).not.toContain(key.api_key?.slice(8, 40));
    expect(await actions(key.id)).toEqual(["key.created"]);
    expect("api_key" in (await getKey(world.call(owner), { id: key.id }))).toBe(false);
  });

  test("types have their prefix; a read-only key holds reads whatever was asked", async () => {
    expect((await create(owner, { type: "test" })).api_key).toMatch(/^gk_test_/);
    const readOnly = await create(owner, { type: "read_only", scopes: ["data:write", "keys:verify", "users:read"] });
    expect(readOnly.api_key).toMatch(/^gk_ro_/);
    expect(readOnly.scopes).toEqual(["users:read"]);
    expect(await refusal(create(owner, { type: "read_only", scopes: ["keys:verify"] }))).toBe("invalid_input");
  });

  test.each<[Role, string, readonly Scope[]]>([
    ["owner", "full_access", allScopes],
    [
      "viewer",
      "full_access",
      ["projects:read", "data:read", "dashboards:read", "keys:read", "organizations:read", "usage:read"],
    ],
  ])("a %s's %s is what the role allows", async (role, preset, expected) => {
    const member = await world.member(org, role);
    const key = await create(member, { preset });
    expect([...key.scopes].sort()).toEqual([...expected].sort());
    if (role === "viewer") expect(key.scopes.every(isReadScope)).toBe(true);
  });

  test("nobody grants more than they have", async () => {
    const editor = await world.member(org, "editor");
    expect(await refusal(create(editor, { scopes: ["audit:read"] }))).toBe("insufficient_scope");
    const viewer = await world.member(org, "viewer");
    expect(await refusal(create(viewer, { scopes: ["data:write"] }))).toBe("insufficient_scope");
    expect(await refusal(create(viewer, { scopes: ["keys:write"] }))).toBe("insufficient_scope");
  });

  test("a key makes only weaker keys: scopes, life, addresses, limit, mode", async () => {
    const parent = await create(owner, {
      scopes: ["keys:write", "data:read"],
      expires_at: new Date(Date.now() + 10 * 86_400_000).toISOString(),
      allowed_ips: ["10.0.0.0/8"],
      rate_limit: 100,
    });
    const key = await asKey(parent.api_key);
    expect(await refusal(create(key, { scopes: ["data:write"] }))).toBe("insufficient_scope");
    expect(await refusal(create(key, { scopes: ["data:read"], expires_at: null }))).toBe("forbidden");
    expect(
      await refusal(
        create(key, { scopes: ["data:read"], expires_at: new Date(Date.now() + 20 * 86_400_000).toISOString() }),
      ),
    ).toBe("forbidden");
    expect(await refusal(create(key, { scopes: ["data:read"], allowed_ips: ["0.0.0.0/0"] }))).toBe("forbidden");
    expect(await refusal(create(key, { scopes: ["data:read"], rate_limit: 5000 }))).toBe("forbidden");
    const child = await create(key, { scopes: ["data:read"] });
    expect(child).toMatchObject({ allowed_ips: ["10.0.0.0/8"], rate_limit: 100 });
    expect(new Date(child.expires_at ?? 0) <= new Date(parent.expires_at ?? 0)).toBe(true);

    const test = await asKey((await create(owner, { type: "test", preset: "full_access" })).api_key);
    expect(await refusal(create(test, { scopes: ["data:read"] }))).toBe("forbidden");
    expect((await create(test, { scopes: ["data:read"], type: "test" })).type).toBe("test");
    expect((await list(test)).data.every(({ type }) => type === "test")).toBe(true);
    expect(await refusal(getKey(world.call(test), { id: parent.id }))).toBe("not_found");
  });

  test("the organization's rules bind", async () => {
    const strict = {
      ...owner,
      settings: {
        ...owner.settings,
        never_expires_allowed: false,
        max_key_lifetime_days: 30,
        rate_limit: 500,
      },
    };
    expect(await refusal(create(strict, { expires_at: null }))).toBe("policy_violation");
    expect(await refusal(create(strict, { expires_at: new Date(Date.now() + 31 * 86_400_000).toISOString() }))).toBe(
      "policy_violation",
    );
    expect(await refusal(create(strict, { rate_limit: 501 }))).toBe("policy_violation");
    const proposed = await create(strict);
    expect(new Date(proposed.expires_at ?? 0).getTime()).toBeLessThanOrEqual(Date.now() + 30 * 86_400_000);
    const off = { ...owner, settings: { ...strict.settings, key_creation_enabled: false } };
    expect(await refusal(create(off))).toBe("key_creation_disabled");
    expect(await refusal(create(owner, { expires_at: new Date(Date.now() - 60_000).toISOString() }))).toBe(
      "invalid_input",
    );
    expect(await refusal(create(await world.member(org, "editor"), { rate_limit: 10 }))).toBe("forbidden");
  });
});

describe("listing", () => {
  test("finds by name, id, hint, the start of a secret, or the whole of it", async () => {
    const mine = await create(owner, { name: "Quarterly 100%_report" });
    const secret = mine.api_key ?? "";
    for (const q of ["quarterly 100%_rep", mine.id, secret, secret.slice(0, 12), secret.slice(0, 30)])
      expect(
        (await list(owner, { q })).data.map(({ id }) => id),
        q,
      ).toContain(mine.id);
    expect((await list(owner, { q: "100__report" })).data).toEqual([]);
    expect((await list(owner, { q: "%" })).data.map(({ id }) => id)).toEqual([mine.id]);
  });

  test("every order pages through all keys, each once", async () => {
    const there = await world.organization();
    const lead = await world.member(there, "owner");
    const made = [];
    for (let i = 0; i < 7; i++)
      made.push(await create(lead, { name: `Key ${i % 3}`, expires_at: i % 2 ? null : undefined }));
    for (const sort of ["-created_at", "created_at", "name", "-last_used_at", "expires_at"]) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await list(lead, { sort, limit: 2, ...(cursor && { cursor }) });
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor);
      expect([...seen].sort(), sort).toEqual(made.map(({ id }) => id).sort());
    }
    expect(await refusal(list(lead, { cursor: "nonsense" }))).toBe("invalid_input");
  });

  test("filters by status, type, expiry and idleness", async () => {
    const there = await world.organization();
    const lead = await world.member(there, "admin");
    const never = await create(lead, { expires_at: null, type: "test" });
    const soon = await create(lead, { expires_at: new Date(Date.now() + 86_400_000).toISOString() });
    const ids = async (options: Record<string, unknown>) => (await list(lead, options)).data.map(({ id }) => id);
    expect(await ids({ expiry: "never" })).toEqual([never.id]);
    expect(await ids({ expiry: "soon" })).toEqual([soon.id]);
    expect(await ids({ type: "test" })).toEqual([never.id]);
    expect(await ids({ idle_days: 90 })).toEqual([]);
    await world.owner`update credentials set created_at = now() - interval '100 days' where id = ${never.id}`;
    expect(await ids({ idle_days: 90 })).toEqual([never.id]);
    await disableKey(world.call(lead), { id: soon.id });
    expect(await ids({ status: "disabled" })).toEqual([soon.id]);
  });
});

describe("another's keys", () => {
  test("are unknown across organizations and to lower roles, and stay untouched", async () => {
    const key = await create(owner);
    const stranger = await world.member(await world.organization("Other"), "owner");
    const editor = await world.member(org, "editor");
    for (const who of [stranger, editor]) {
      const call = world.call(who);
      const id = { id: key.id };
      expect(await refusal(getKey(call, id))).toBe("not_found");
      expect(await refusal(updateKey(call, { ...id, name: "Mine now" }))).toBe("not_found");
      expect(await refusal(rotateKey(call, { ...id, overlap_seconds: 0 }))).toBe("not_found");
      for (const verb of [disableKey, enableKey, revokeKey]) expect(await refusal(verb(call, id))).toBe("not_found");
      expect((await list(who)).data).toEqual([]);
    }
    expect(await getKey(world.call(owner), { id: key.id })).toMatchObject({
      name: "A key",
      status: "active",
      version: 1,
    });
    expect(await actions(key.id)).toEqual(["key.created"]);
  });

  test("row-level security stands behind the statements", async () => {
    const key = await create(owner);
    const other = await world.organization();
    const { sql } = world.runtime;
    const seen = (orgId: string) =>
      sql.begin(async (tx) => {
        await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;
        const rows = await tx`select id from credentials where id = ${key.id}`;
        const changed = await tx`update credentials set name = name where id = ${key.id}`;
        return [rows.length, changed.count];
      });
    expect(await seen(org.id)).toEqual([1, 1]);
    expect(await seen(other.id)).toEqual([0, 0]);
    expect((await sql`select id from credentials`).length).toBe(0);
    const [role] =
      await sql`select rolsuper, rolbypassrls, current_user::text as name from pg_roles where rolname = current_user`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, name: "gatehouse_app" });
  });
});

describe("changing", () => {
  test("renames, narrows and re-binds, and records before and after", async () => {
    const key = await create(owner, { scopes: ["data:write", "projects:read"] });
    const changed = await updateKey(world.call(owner), {
      id: key.id,
      name: "Narrow",
      scopes: ["data:read"],
      allowed_ips: ["10.0.0.1"],
    });
    expect(changed).toMatchObject({
      name: "Narrow",
      scopes: ["data:read"],
      allowed_ips: ["10.0.0.1"],
      version: 2,
      preset: "custom",
    });
    const [event] =
      await world.owner`select before, after from audit_events where target_id = ${key.id} and action = 'key.updated'`;
    expect(event?.before).toMatchObject({ name: "A key", scopes: ["projects:read", "data:read", "data:write"] });
    expect(event?.after).toMatchObject({ name: "Narrow", scopes: ["data:read"] });
  });

  test("an editor cannot widen a key beyond the editor's role", async () => {
    const editor = await world.member(org, "editor");
    const key = await create(editor, { scopes: ["data:read"] });
    expect(await refusal(updateKey(world.call(editor), { id: key.id, scopes: ["data:read", "audit:read"] }))).toBe(
      "insufficient_scope",
    );
    expect((await updateKey(world.call(editor), { id: key.id, scopes: ["data:write"] })).scopes).toEqual([
      "data:read",
      "data:write",
    ]);
  });

  test("nobody takes off a limit that an owner or admin set", async () => {
    const editor = await world.member(org, "editor");
    const own = await create(editor, { scopes: ["data:read"] });
    const update = (principal: Principal, options: object) =>
      updateKey(world.call(principal), updateKey.input.parse({ id: own.id, ...options }));
    await update(owner, { rate_limit: 10 });
    expect(await refusal(update(editor, { rate_limit: null }))).toBe("forbidden");
    expect(await refusal(update(editor, { rate_limit: 10, name: "Renamed" }))).toBe("passed");
    expect(await refusal(update(owner, { rate_limit: null }))).toBe("passed");
  });

  test("a key with a limit can neither lift it nor get at a key without one", async () => {
    const limited = await create(owner, { scopes: ["keys:write"], rate_limit: 10 });
    const other = await create(owner, { scopes: ["keys:read"] });
    const key = await asKey(limited.api_key);
    const lift = updateKey.input.parse({ id: limited.id, rate_limit: null });
    expect(await refusal(updateKey(world.call(key), lift))).toBe("forbidden");
    expect(await refusal(rotateKey(world.call(key), rotateKey.input.parse({ id: other.id })))).toBe("forbidden");
    expect((await create(key, { scopes: ["keys:read"] })).rate_limit).toBe(10);
    expect(await refusal(rotateKey(world.call(key), rotateKey.input.parse({ id: limited.id })))).toBe("passed");
  });

  test("a key cannot rotate itself into a stronger one", async () => {
    const strong = await create(owner, { preset: "full_access" });
    const weak = await asKey((await create(owner, { scopes: ["keys:write"] })).api_key);
    expect(await refusal(rotateKey(world.call(weak), { id: strong.id, overlap_seconds: 0 }))).toBe(
      "insufficient_scope",
    );
    expect(await refusal(rotateKey(world.call(weak), { id: weak.via.id, overlap_seconds: 0 }))).toBe("passed");
    const admin = await world.member(org, "admin");
    expect(await refusal(rotateKey(world.call(admin), { id: strong.id, overlap_seconds: 0 }))).toBe("forbidden");
  });

  test("a second rotation ends the secret before the last one", async () => {
    const key = await create(owner);
    const find = async (secret: string | null) => {
      const record = await world.runtime.resolver.find(secret ?? "");
      return record && record.secretExpiresAtMs > Date.now();
    };
    const second = await rotateKey(world.call(owner), { id: key.id, overlap_seconds: 3600 });
    expect([await find(key.api_key), await find(second.api_key)]).toEqual([true, true]);
    const third = await rotateKey(world.call(owner), { id: key.id, overlap_seconds: 3600 });
    expect([await find(key.api_key), await find(second.api_key), await find(third.api_key)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("revoking twice at once is one event; a revoked key cannot be brought back", async () => {
    const key = await create(owner);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => refusal(revokeKey(world.call(owner), { id: key.id }))),
    );
    expect(results.filter((result) => result === "passed")).toHaveLength(1);
    expect(results.filter((result) => result === "conflict")).toHaveLength(9);
    expect(await actions(key.id)).toEqual(["key.created", "key.revoked"]);
    for (const verb of [disableKey, enableKey])
      expect(await refusal(verb(world.call(owner), { id: key.id }))).toBe("conflict");
    expect(await refusal(updateKey(world.call(owner), { id: key.id, name: "Back" }))).toBe("conflict");
    expect(await refusal(rotateKey(world.call(owner), { id: key.id, overlap_seconds: 0 }))).toBe("conflict");
  });

  test("wrong scope", async () => {
    const narrow = await world.member(org, "owner", { scopes: ["data:read"] });
    const call = world.call(narrow);
    const id = { id: "key_x" };
    const attempts = [
      create(narrow),
      list(narrow),
      getKey(call, id),
      updateKey(call, id),
      rotateKey(call, { ...id, overlap_seconds: 0 }),
      disableKey(call, id),
      enableKey(call, id),
      revokeKey(call, id),
    ];
    expect(await Promise.all(attempts.map(refusal))).toEqual(Array(8).fill("insufficient_scope"));
  });
});
