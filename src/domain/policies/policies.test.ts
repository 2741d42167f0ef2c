import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CreatePolicyInput, type PolicySubject } from "#contract/policy.ts";
import type { Principal } from "#core/principal.ts";
import type { Refusal } from "#core/refusal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createPolicy } from "./create-policy.ts";
import { deletePolicy } from "./delete-policy.ts";
import { getPolicy } from "./get-policy.ts";
import { listBinding } from "./list-binding.ts";
import { listPolicies } from "./list-policies.ts";
import { listTouched } from "./list-touched.ts";
import { previewPolicy } from "./preview-policy.ts";
import { previewTouched } from "./preview-touched.ts";
import { updatePolicy } from "./update-policy.ts";
import { viewSourceAs } from "./view-source-as.ts";

let world: World;
let org: Organization;
let admin: Principal;
let viewer: Principal;
let source: string;
beforeAll(async () => {
  world = await makeWorld();
  org = await world.organization();
  admin = await world.member(org, "admin");
  viewer = await world.member(org, "viewer");
});
afterAll(() => world.close());

const csv = "region,salary,email\neu,100,ada@example.com\nus,200,bob@example.com\neu,300,cy@example.com\n";
const freshSource = async (by = admin) => (await importFile(world, by, csv)).id;
type Draft = Partial<Parameters<typeof CreatePolicyInput.parse>[0] & object>;
const create = (on: string, draft: Draft, by = admin) =>
  createPolicy(world.call(by), CreatePolicyInput.parse({ name: "P", source_id: on, ...draft }));
const everybody: PolicySubject[] = [{ type: "everybody" }];
const onlyEu = { applies_to: everybody, rows: { column: "region", op: "eq" as const, value: "eu" } };
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    ({ code, more }: Refusal) =>
      [code, ...(more.errors ?? []).map(({ attr, code: why }) => `${attr} ${why}`)].join(" "),
  );
const rows = async (principal: Principal, id: string) =>
  (await readRows(world.call(principal), readRows.input.parse({ id }))).data;
const page = (id: string) => readRows.input.parse({ id });

test("are made, read, changed and deleted; each change is audited with before and after, and binds at once", async () => {
  source = await freshSource();
  expect(await rows(viewer, source)).toHaveLength(3);
  const made = await create(source, { ...onlyEu, description: "By region" });
  expect(made).toMatchObject({
    name: "P",
    source: { id: source, name: "Data" },
    applies_to: [{ type: "everybody" }],
    rows: onlyEu.rows,
    columns: [],
    other_columns: "visible",
    attention: [],
    version: 1,
  });
  expect(await getPolicy(world.call(admin), { id: made.id })).toEqual(made);
  expect(await rows(viewer, source)).toHaveLength(2);

  const columns = [{ name: "salary", access: "masked" as const }];
  const changed = await updatePolicy(world.call(admin), { id: made.id, rows: null, columns });
  expect(changed).toMatchObject({
    rows: null,
    columns: [{ name: "salary", access: "masked", mask: "full" }],
    version: 2,
  });
  expect((await rows(viewer, source)).map(({ salary }) => salary)).toEqual(["••••", "••••", "••••"]);

  await deletePolicy(world.call(admin), { id: made.id });
  expect((await rows(viewer, source)).map(({ salary }) => salary)).toEqual([100, 200, 300]);
  expect(await refusal(getPolicy(world.call(admin), { id: made.id }))).toBe("not_found");
  const events =
    await world.owner`select action, before, after from audit_events where target_id = ${made.id} order by seq`;
  expect(events).toMatchObject([
    { action: "policy.created", before: null, after: { rows: onlyEu.rows, description: "By region" } },
    { action: "policy.updated", before: { rows: onlyEu.rows, columns: [] }, after: { rows: null, columns } },
    { action: "policy.deleted", before: { columns }, after: null },
  ]);
});

test("a stale version is refused, and changes nothing", async () => {
  const made = await create(await freshSource(), onlyEu);
  await updatePolicy(world.call(admin), { id: made.id, name: "Other" });
  const stale = { ifMatch: '"v1"' };
  expect(await refusal(updatePolicy(world.call(admin, stale), { id: made.id, name: "Mine" }))).toBe(
    "precondition_failed",
  );
  expect(await refusal(deletePolicy(world.call(admin, stale), { id: made.id }))).toBe("precondition_failed");
  expect(await getPolicy(world.call(admin), { id: made.id })).toMatchObject({ name: "Other", version: 2 });
});

test("are listed by source and by a part of the name, page by page", async () => {
  const id = await freshSource();
  for (const name of ["One", "Two", "Three"]) await create(id, { ...onlyEu, name });
  const list = (asked: object) =>
    listPolicies(world.call(admin), listPolicies.input.parse({ source_id: id, ...asked }));
  const first = await list({ limit: 2 });
  expect(first.data.map(({ name }) => name)).toEqual(["Three", "Two"]);
  expect((await list({ limit: 2, cursor: first.next_cursor })).data.map(({ name }) => name)).toEqual(["One"]);
  expect((await list({ q: "tw" })).data.map(({ name }) => name)).toEqual(["Two"]);
});

test("what cannot be meant is refused, and the field is named", async () => {
  const id = await freshSource();
  const attempt = (draft: Draft) => refusal(create(id, draft));
  expect(await attempt({ applies_to: everybody })).toBe("invalid_input rows limits_nothing");
  expect(await attempt({ ...onlyEu, rows: { column: "nowhere", op: "eq", value: "x" } })).toBe(
    "invalid_input rows.column unknown_column",
  );
  expect(
    await attempt({ ...onlyEu, rows: { and: [onlyEu.rows, { not: { column: "salary", op: "gt", value: "much" } }] } }),
  ).toBe("invalid_input rows.and.1.not.value invalid_value");
  expect(await attempt({ ...onlyEu, rows: { column: "salary", op: "like", value: "1%" } })).toBe(
    "invalid_input rows.op unknown_operator",
  );
  expect(await attempt({ ...onlyEu, rows: { column: "email", op: "like", value: "x\\" } })).toBe(
    "invalid_input rows.value invalid_value",
  );
  expect(await attempt({ ...onlyEu, columns: [{ name: "nowhere", access: "hidden" }] })).toBe(
    "invalid_input columns.0.name unknown_column",
  );
  const salary = { name: "salary", access: "hidden" as const };
  expect(await attempt({ ...onlyEu, columns: [salary, salary] })).toBe("invalid_input columns.1.name duplicate");
  expect(await attempt({ ...onlyEu, applies_to: [...everybody, ...everybody] })).toBe(
    "invalid_input applies_to.1 duplicate",
  );
  const stranger = await world.member(await world.organization(), "viewer");
  expect(await attempt({ ...onlyEu, applies_to: [{ type: "member", id: stranger.user.id }] })).toBe(
    "invalid_input applies_to.0.id unknown",
  );
  expect(await attempt({ ...onlyEu, applies_to: [{ type: "key", id: viewer.user.id }] })).toBe(
    "invalid_input applies_to.0.id unknown",
  );
  expect(await refusal(create("src_unknown", onlyEu))).toBe("not_found");
});

test("whatever is sent as a condition is taken or refused, however deep", () => {
  const leaf = fc.record(
    {
      column: fc.constantFrom("region", "salary", ""),
      attribute: fc.constantFrom("user.id", "key.metadata.x", "key.metadata.", "nothing"),
      op: fc.constantFrom("eq", "in", "is_null", "like", "drop"),
      value: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant({})),
      values: fc.array(fc.string(), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      leaf,
      fc.record({ and: fc.array(tie("node"), { maxLength: 2 }) }),
      fc.record({ or: fc.array(tie("node"), { maxLength: 2 }), not: tie("node") }, { requiredKeys: [] }),
      fc.record({ not: tie("node") }),
    ),
  }));
  const parse = (rows: unknown) =>
    CreatePolicyInput.safeParse({ name: "P", source_id: "src_x", applies_to: everybody, rows });
  fc.assert(
    fc.property(node, (rows) => void parse(rows).success),
    { numRuns: 500 },
  );
  let deep: unknown = onlyEu.rows;
  for (let i = 0; i < 100_000; i++) deep = { not: deep };
  expect(parse(deep).success).toBe(false);
  expect(
    parse({ or: Array.from({ length: 6 }, () => ({ and: Array.from({ length: 20 }, () => onlyEu.rows) })) }).success,
  ).toBe(false);
  expect(parse({ and: [onlyEu.rows], value: 1 }).success).toBe(false);
  expect(parse({ column: "email", op: "like", attribute: "user.name" }).success).toBe(false);
});

test("scopes: neither read nor written without theirs, and rows not by those for policies alone", async () => {
  const id = await freshSource();
  const made = await create(id, onlyEu);
  const reader = await world.member(org, "admin", { scopes: ["policies:read"] });
  const writer = await world.member(org, "admin", { scopes: ["policies:write"] });
  const dataOnly = await world.member(org, "admin", { scopes: ["data:write"] });
  expect(await refusal(create(id, onlyEu, reader))).toBe("insufficient_scope");
  expect(await refusal(updatePolicy(world.call(reader), { id: made.id, name: "X" }))).toBe("insufficient_scope");
  expect(await refusal(deletePolicy(world.call(reader), { id: made.id }))).toBe("insufficient_scope");
  expect(await refusal(getPolicy(world.call(dataOnly), { id: made.id }))).toBe("insufficient_scope");
  const preview = previewPolicy.input.parse({ policy: { source_id: id, ...onlyEu }, as: viewer.user.id });
  expect(await refusal(previewPolicy(world.call(writer), preview))).toBe("insufficient_scope");
  expect(await refusal(viewSourceAs(world.call(reader), { ...page(id), as: viewer.user.id }))).toBe(
    "insufficient_scope",
  );
});

test("another organization's policy, source and people are unknown", async () => {
  const id = await freshSource();
  const made = await create(id, onlyEu);
  const stranger = await world.member(await world.organization(), "owner");
  const call = world.call(stranger);
  expect(await refusal(getPolicy(call, { id: made.id }))).toBe("not_found");
  expect(await refusal(updatePolicy(call, { id: made.id, name: "X" }))).toBe("not_found");
  expect(await refusal(deletePolicy(call, { id: made.id }))).toBe("not_found");
  expect(await refusal(listTouched(call, { id: made.id }))).toBe("not_found");
  expect(await refusal(create(id, onlyEu, stranger))).toBe("not_found");
  expect(await refusal(viewSourceAs(call, { ...page(id), as: stranger.user.id }))).toBe("not_found");
  const theirs = await freshSource(stranger);
  expect(await refusal(viewSourceAs(call, { ...page(theirs), as: viewer.user.id }))).toBe("not_found");
  expect((await listPolicies(call, listPolicies.input.parse({}))).data).toEqual([]);
  expect(await getPolicy(world.call(admin), { id: made.id })).toEqual(made);
});

test("a preview shows real rows before and after, and saves nothing", async () => {
  const id = await freshSource();
  const kept = await create(id, onlyEu);
  const policy = {
    source_id: id,
    applies_to: [{ type: "role", role: "viewer" }],
    columns: [{ name: "email", access: "masked", mask: "last4" }],
  };
  const ask = (asked: object) =>
    previewPolicy(world.call(admin), previewPolicy.input.parse({ policy, as: viewer.user.id, ...asked }));
  const seen = await ask({});
  expect(seen).toMatchObject({
    binds: true,
    before: { refused: null, total_rows: 2, data: [{ region: "eu", salary: 100, email: "ada@example.com" }, {}] },
    after: { total_rows: 2, data: [{ region: "eu", salary: 100, email: "••••.com" }, {}] },
  });
  expect(seen.after.columns.map(({ name, type, mask }) => [name, type, mask])).toEqual([
    ["region", "text", null],
    ["salary", "integer", null],
    ["email", "text", "last4"],
  ]);
  // In the place of the one that limits the rows.
  expect((await ask({ policy_id: kept.id })).after.total_rows).toBe(3);
  expect(await ask({ as: admin.user.id })).toMatchObject({
    binds: false,
    after: { data: [{ email: "ada@example.com" }, {}] },
  });
  expect((await listPolicies(world.call(admin), listPolicies.input.parse({ source_id: id }))).data).toHaveLength(1);
  expect((await rows(viewer, id))[0]).toMatchObject({ email: "ada@example.com" });
});

test("a preview works before there is any policy in the organization, hashes too", async () => {
  const fresh = await world.organization();
  const owner = await world.member(fresh, "owner");
  const id = await freshSource(owner);
  const policy = {
    source_id: id,
    applies_to: everybody,
    rows: onlyEu.rows,
    columns: [{ name: "email", access: "masked", mask: "hash" }],
  };
  const input = previewPolicy.input.parse({ policy, as: owner.user.id });
  const { before, after } = await previewPolicy(world.call(owner), input);
  expect([before.total_rows, after.total_rows]).toEqual([3, 2]);
  expect(after.data[0]?.email).toMatch(/^[0-9a-f]{32}$/);
});

test("nobody sees through somebody else what they do not see themselves", async () => {
  const id = await freshSource();
  const bound = await world.member(org, "admin");
  await create(id, {
    applies_to: [{ type: "member", id: bound.user.id }],
    rows: { column: "region", op: "eq", value: "us" },
    columns: [{ name: "salary", access: "hidden" }],
  });
  const seen = await viewSourceAs(world.call(bound), { ...page(id), as: viewer.user.id });
  expect(seen.data).toEqual([{ region: "us", email: "bob@example.com" }]);
  expect(seen.total_rows).toBe(1);
  expect(
    await refusal(viewSourceAs(world.call(bound), { ...page(id), filter: ["salary:gt:1"], as: viewer.user.id })),
  ).toBe("invalid_input filter.0 unknown_column");
  // Which rows they see would tell what stands in the hidden column.
  await create(id, {
    applies_to: [{ type: "role", role: "viewer" }],
    rows: { column: "salary", op: "gt", value: 150 },
  });
  expect(await refusal(viewSourceAs(world.call(bound), { ...page(id), as: viewer.user.id }))).toBe("policy_violation");
  expect((await viewSourceAs(world.call(admin), { ...page(id), as: viewer.user.id })).total_rows).toBe(2);
  const draft = { source_id: id, applies_to: everybody, rows: { column: "salary", op: "gt", value: 250 } };
  const preview = await previewPolicy(
    world.call(bound),
    previewPolicy.input.parse({ policy: draft, as: admin.user.id }),
  );
  expect(preview.after).toMatchObject({ total_rows: 0, data: [], refused: expect.stringContaining("kept from you") });
});

test("as somebody who does not see the source, or reads no data, there is nothing to see", async () => {
  const id = await freshSource();
  const call = world.call(admin);
  const key = await createKey(call, createKey.input.parse({ name: "No data", scopes: ["keys:read"] }));
  const testKey = await createKey(call, createKey.input.parse({ name: "Test", type: "test", preset: "full_access" }));
  for (const as of [key.id, testKey.id])
    expect(await refusal(viewSourceAs(call, { ...page(id), as }))).toBe("policy_violation");
  expect(await refusal(viewSourceAs(call, { ...page(id), as: "user_nobody" }))).toBe("not_found");
});

test("the credentials that a policy touches are those that it binds, also before it is saved", async () => {
  const id = await freshSource();
  const call = world.call(admin);
  const robot = await createServiceAccount(call, { name: "Robot", role: "viewer", project_ids: [] });
  const make = (by: Principal, more: object) =>
    createKey(world.call(by), createKey.input.parse({ name: "K", scopes: ["data:read"], ...more }));
  const ofViewer = await make(viewer, {});
  const ofRobot = await make(admin, { service_account_id: robot.id });
  const ofAdmin = await make(admin, {});
  const testKey = await make(viewer, { type: "test" });
  const touched = async (applies_to: PolicySubject[]) =>
    Object.fromEntries(
      (await previewTouched(call, { source_id: id, applies_to })).data
        .filter(({ id: one }) => [ofViewer.id, ofRobot.id, ofAdmin.id, testKey.id].includes(one))
        .map(({ id: one, bound_by }) => [one, bound_by]),
    );
  expect(await touched([{ type: "role", role: "viewer" }])).toEqual({ [ofViewer.id]: "role", [ofRobot.id]: "role" });
  expect(
    await touched([
      { type: "member", id: viewer.user.id },
      { type: "role", role: "viewer" },
    ]),
  ).toEqual({
    [ofViewer.id]: "member",
    [ofRobot.id]: "role",
  });
  expect(
    await touched([
      { type: "key", id: ofAdmin.id },
      { type: "service_account", id: robot.id },
    ]),
  ).toEqual({
    [ofAdmin.id]: "key",
    [ofRobot.id]: "service_account",
  });
  const made = await create(id, { ...onlyEu, applies_to: [{ type: "key", id: ofViewer.id }] });
  expect(await listTouched(call, { id: made.id })).toMatchObject({
    total: 1,
    data: [{ id: ofViewer.id, kind: "api_key" }],
  });

  // What binds a key: told to its owner without the name of the policy.
  const binding = { source: { id, name: "Data" }, bound_by: "key", rows_limited: true, columns_limited: false };
  const others = ({ data }: Awaited<ReturnType<typeof listBinding>>) => data.filter((one) => one.source.id === id);
  expect(others(await listBinding(call, { id: ofViewer.id }))).toEqual([
    { ...binding, policy: { id: made.id, name: "P" } },
  ]);
  expect(others(await listBinding(world.call(viewer), { id: ofViewer.id }))).toEqual([{ ...binding, policy: null }]);
  expect(await refusal(listBinding(world.call(viewer), { id: ofAdmin.id }))).toBe("not_found");
  expect(await refusal(listBinding(world.call(viewer), { id: viewer.user.id }))).toBe("not_found");
});

test("a policy that no longer fits its source lets nothing be read, and says so", async () => {
  const id = await freshSource();
  const made = await create(id, {
    applies_to: [{ type: "role", role: "viewer" }],
    columns: [{ name: "salary", access: "hidden" }],
  });
  await world.owner`update sources set columns = replace(columns::text, '"salary"', '"pay"')::jsonb where id = ${id}`;
  await world.owner.unsafe(`alter table data."${id}" rename column salary to pay`);
  expect(await refusal(readRows(world.call(viewer), page(id)))).toBe("policy_violation");
  expect(await rows(admin, id)).toHaveLength(3);
  const [listed] = (await listPolicies(world.call(admin), listPolicies.input.parse({ source_id: id }))).data;
  expect(listed?.attention).toEqual(['The source has no column "salary".']);
  await updatePolicy(world.call(admin), { id: made.id, columns: [{ name: "pay", access: "hidden" }] });
  expect((await rows(viewer, id))[0]).toEqual({ region: "eu", email: "ada@example.com" });
});
