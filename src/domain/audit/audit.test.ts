import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalJson } from "#core/audit/canonical.ts";
import { auditSigner } from "#core/audit/signer.ts";
import { verifyChain } from "#core/audit/verify-chain.ts";
import type { Principal } from "#core/principal.ts";
import { inTenant } from "#core/tenant.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { listAuditEvents } from "./list-audit-events.ts";
import { verifyAudit } from "./verify-audit.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** An organization with so many audit events. */
async function chain(events: number): Promise<Principal> {
  const owner = await world.member(await world.organization(), "owner");
  for (let i = 0; i < events; i++)
    await createKey(
      world.call(owner),
      createKey.input.parse({ name: `Key ${i}`, preset: "read_only", metadata: { i: `${i}` } }),
    );
  return owner;
}
const report = (principal: Principal) => verifyAudit(world.call(principal), {});

test("an untouched chain is intact, also when it was written by many at once", async () => {
  const owner = await chain(0);
  expect(await report(owner)).toMatchObject({ valid: true, events: 0 });
  await Promise.all(
    Array.from({ length: 25 }, (_, i) =>
      createKey(world.call(owner), createKey.input.parse({ name: `K${i}`, preset: "read_only" })),
    ),
  );
  expect(await report(owner)).toMatchObject({ valid: true, events: 25, signed: true, broken_at: null });
});

test.each<[string, (org: string) => Promise<unknown>, number]>([
  [
    "altering",
    (org) => world.owner`update audit_events set actor_name = 'Somebody' where org_id = ${org} and seq = 3`,
    3,
  ],
  [
    "altering what was said",
    (org) => world.owner`update audit_events set after = '{"name":"x"}' where org_id = ${org} and seq = 4`,
    4,
  ],
  ["removing", (org) => world.owner`delete from audit_events where org_id = ${org} and seq = 2`, 2],
  ["removing the first", (org) => world.owner`delete from audit_events where org_id = ${org} and seq = 1`, 1],
  ["cutting the end", (org) => world.owner`delete from audit_events where org_id = ${org} and seq > 3`, 4],
  [
    "cutting the end and moving the head",
    async (org) => {
      await world.owner`delete from audit_events where org_id = ${org} and seq > 3`;
      await world.owner`update audit_chains set seq = 3, hash = (select hash from audit_events where org_id = ${org} and seq = 3) where org_id = ${org}`;
    },
    3,
  ],
  ["removing the head", (org) => world.owner`delete from audit_chains where org_id = ${org}`, 1],
])("%s shows, with the first event concerned", async (_, attack, brokenAt) => {
  const owner = await chain(5);
  await attack(owner.orgId);
  expect(await report(owner)).toMatchObject({ valid: false, broken_at: brokenAt });
});

test("a head signed under another secret is not ours", async () => {
  const owner = await chain(1);
  const foreign = auditSigner("another secret of thirty-two bytes or more");
  const found = await inTenant(world.runtime.db, { orgId: owner.orgId }, (db) => verifyChain(db, foreign, owner.orgId));
  expect(found).toMatchObject({ valid: false, signed: false });
});

test("the application's role can neither alter nor remove events", async () => {
  const owner = await chain(1);
  const attempt = (statement: string) =>
    world.runtime.sql
      .begin(async (tx) => {
        await tx`select set_config('gatehouse.org_id', '*', true)`;
        await tx.unsafe(statement);
      })
      .then(
        () => "done",
        (error: { code: string }) => error.code,
      );
  for (const statement of [
    "update audit_events set action = 'x.y'",
    "delete from audit_events",
    "truncate audit_events",
    "delete from audit_chains",
  ])
    expect(await attempt(statement), statement).toBe("42501");
  expect(await report(owner)).toMatchObject({ valid: true });
});

test("lists newest first, page by page, filtered, and for this organization only", async () => {
  const owner = await chain(5);
  const stranger = await chain(1);
  const list = (options: object) => listAuditEvents(world.call(owner), listAuditEvents.input.parse(options));
  const first = await list({ limit: 3 });
  expect(first.data.map(({ seq }) => seq)).toEqual([5, 4, 3]);
  const second = await list({ limit: 3, cursor: first.next_cursor });
  expect([second.data.map(({ seq }) => seq), second.next_cursor]).toEqual([[2, 1], null]);
  expect((await list({ action: "key" })).data).toHaveLength(5);
  expect((await list({ action: "key.revoked" })).data).toEqual([]);
  expect((await list({ target_id: first.data[0]?.target.id })).data).toHaveLength(1);
  expect((await list({ actor_id: stranger.user.id })).data).toEqual([]);
  const narrow = { ...owner, scopes: ["data:read"] as const };
  await expect(listAuditEvents(world.call(narrow), listAuditEvents.input.parse({}))).rejects.toMatchObject({
    code: "insufficient_scope",
  });
});

test("canonical JSON does not depend on the order of keys, and tells values apart", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: 1, a: [{ d: null, c: "x" }] })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
});
