import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { startRuntime } from "#core/runtime.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { listRejectedRows } from "#domain/sources/list-rejected-rows.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";

/**
 * ATTEMPTS ON A HIDDEN VALUE, over the API: one column is hidden, one is masked in each way, and some rows are not there.
 * Everything that comes back, bodies and headers, is searched for what must not be in it.
 */
const SECRET = "tango-90210-secret";
const LAST4 = "cret";
const ELSEWHERE = "zulu-only-elsewhere";
let world: World;
let api: Api;
let org: Organization;
let admin: Principal;
let reader: Principal;
let source: string;
let key: string;
let keyId: string;
let nextIp = 1;
const ip = () => `2001:db8:${(nextIp++).toString(16)}::7`;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  org = await world.organization();
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  admin = await world.member(org, "admin");
  reader = await world.member(org, "editor");
  const csv = [
    "region,name,salary,card,pin",
    `eu,ada,4242,${SECRET},1111`,
    `eu,bob,4243,other-card-number,2222`,
    `us,${ELSEWHERE},4242,${SECRET},3333`,
    "us,bad,none,x,4444",
  ].join("\n");
  const types = { salary: "integer", pin: "integer" } as const;
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  source = (await importFile(world, admin, `${csv}\n`, { columns })).id;
  const made = await createKey(world.call(reader), createKey.input.parse({ name: "K", preset: "full_access" }));
  key = made.api_key ?? "";
  keyId = made.id;
  await limit({
    rows: { column: "region", op: "eq", value: "eu" },
    columns: [
      { name: "salary", access: "hidden" },
      { name: "card", access: "masked", mask: "full" },
      { name: "pin", access: "masked", mask: "hash" },
    ],
  });
});
const limit = (rules: object, applies_to: object[] = [{ type: "member", id: reader.user.id }]) =>
  createPolicy(world.call(admin), createPolicy.input.parse({ name: "P", source_id: source, applies_to, ...rules }));
const send = (method: string, path: string, body?: unknown, by = key, headers = {}) =>
  api.send(method, path, { key: by, ip: ip(), headers, ...(body !== undefined && { body }) });
/** Changes rows behind the program's back, in its tenant. */
const alter = (statement: string) =>
  world.owner.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${org.id}, true)`;
    await tx.unsafe(statement);
  });
type Answer = Awaited<ReturnType<typeof send>>;
const decoded = ({ body }: Answer) =>
  typeof body.next_cursor === "string" ? Buffer.from(body.next_cursor, "base64url").toString() : "";
/** Nothing of what is hidden is in an answer, nor in a cursor that it gives. */
function expectNothingOf(answer: Answer): void {
  const all = `${answer.text} ${JSON.stringify([...answer.headers])} ${decoded(answer)}`;
  for (const hidden of [SECRET, ELSEWHERE, "4242", "4243", "1111", "2222"]) expect(all).not.toContain(hidden);
}
/** An answer of which the words that the caller sent themselves are taken out. */
const shape = ({ status, body: { request_id: _, ...rest } }: Answer, word: string) =>
  `${status} ${JSON.stringify(rest).replaceAll(word, "COLUMN")}`;

const asks: Record<string, (name: string) => Promise<Answer>> = {
  "a filter": (name) => send("GET", `/sources/${source}/data?filter=${name}:eq:4242`),
  "a range": (name) => send("GET", `/sources/${source}/data?filter=${name}:gt:1`),
  "whether it is empty": (name) => send("GET", `/sources/${source}/data?filter=${name}:is_null:true`),
  "a sort": (name) => send("GET", `/sources/${source}/data?sort=-${name}`),
  "an export with a filter": (name) => send("GET", `/sources/${source}/export?filter=${name}:eq:4242`),
  "an export with a sort": (name) => send("GET", `/sources/${source}/export?sort=${name}&format=json`),
  "a query with a filter": (name) =>
    send("POST", `/sources/${source}/query`, { filter: [{ column: name, op: "eq", value: "4242" }] }),
  "a query with a sort": (name) => send("POST", `/sources/${source}/query`, { sort: [`-${name}`] }),
  "a group": (name) =>
    send("POST", `/sources/${source}/query`, { group_by: [name], aggregate: [{ function: "count" }] }),
  "a minimum": (name) => send("POST", `/sources/${source}/query`, { aggregate: [{ function: "min", column: name }] }),
  "a maximum": (name) => send("POST", `/sources/${source}/query`, { aggregate: [{ function: "max", column: name }] }),
  "a sum": (name) => send("POST", `/sources/${source}/query`, { aggregate: [{ function: "sum", column: name }] }),
  "a count of values": (name) =>
    send("POST", `/sources/${source}/query`, { aggregate: [{ function: "count_distinct", column: name }] }),
  "a count of what is there": (name) =>
    send("POST", `/sources/${source}/query`, { aggregate: [{ function: "count", column: name }] }),
};

describe.each(Object.keys(asks))("%s", (how) => {
  test("of a hidden or masked column is refused exactly as one of a column that is not there", async () => {
    const unknown = await asks[how]!("nowhere");
    expect(unknown).toMatchObject({ status: 422, body: { code: "invalid_input" } });
    for (const name of ["salary", "card", "pin"]) {
      const answer = await asks[how]!(name);
      expect(shape(answer, name)).toBe(shape(unknown, "nowhere"));
      expectNothingOf(answer);
    }
  });
});

test("rows, all exports, the source and the list show neither hidden columns nor rows that are not there", async () => {
  const answers = [
    await send("GET", `/sources/${source}/data`),
    await send("GET", `/sources/${source}/data?page_size=1`),
    await send("GET", `/sources/${source}/data?fields=card,pin,name`),
    await send("POST", `/sources/${source}/query`, {}),
    await send("POST", `/sources/${source}/query`, { select: ["card", "pin"] }),
    await send("GET", `/sources/${source}`),
    await send("GET", "/sources?limit=1"),
    ...(await Promise.all(
      ["csv", "ndjson", "json"].map((format) => send("GET", `/sources/${source}/export?format=${format}`)),
    )),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expectNothingOf(answer);
    expect(answer.text).not.toContain("salary");
  }
  const [page] = answers as [Answer];
  expect(page.body).toMatchObject({
    total_rows: 2,
    data: [{ region: "eu", name: "ada", card: "••••" }, { name: "bob" }],
  });
  const hidden = await send("GET", `/sources/${source}/data?fields=salary`);
  expect(shape(hidden, "salary")).toBe(shape(await send("GET", `/sources/${source}/data?fields=nowhere`), "nowhere"));
});

test("the last four characters are all that their mask shows", async () => {
  await limit({ columns: [{ name: "name", access: "masked", mask: "last4" }] });
  await alter(`update data."${source}" set name = '${SECRET}' where name = 'ada'`);
  const answer = await send("GET", `/sources/${source}/data`);
  expectNothingOf(answer);
  expect(answer.body.data).toMatchObject([{ name: `••••${LAST4}` }, { name: "••••" }]);
});

test("a hash is keyed: it cannot be tried out, and it stays the same in every source of the organization only", async () => {
  const hashIn = async (id: string, by: string) => {
    const { body } = await send("GET", `/sources/${id}/data`, undefined, by);
    return (body.data as { pin: string }[])[0]?.pin;
  };
  const hash = await hashIn(source, key);
  expect(hash).toMatch(/^[0-9a-f]{32}$/);
  for (const name of ["sha256", "md5", "sha1", "sha512"])
    expect(createHash(name).update("1111").digest("hex")).not.toContain(hash);
  const other = (await importFile(world, admin, "pin\n1111\n")).id;
  const rules = {
    source_id: other,
    applies_to: [{ type: "everybody" }],
    columns: [{ name: "pin", access: "masked", mask: "hash" }],
  };
  await createPolicy(world.call(admin), createPolicy.input.parse({ name: "Joins", ...rules }));
  expect(await hashIn(other, key)).toBe(hash);

  const elsewhere = await world.member(await world.organization(), "owner");
  const theirs = (await importFile(world, elsewhere, "pin\n1111\n")).id;
  const there = world.call(elsewhere);
  await createPolicy(there, createPolicy.input.parse({ name: "Theirs", ...rules, source_id: theirs }));
  const theirKey = await createKey(there, createKey.input.parse({ name: "K", preset: "full_access" }));
  expect(await hashIn(theirs, theirKey.api_key ?? "")).not.toBe(hash);
});

test("what is counted is what is seen: no total, size, order of the list or number of a row tells more", async () => {
  const { body } = await send("GET", `/sources/${source}`);
  expect(body).toMatchObject({ row_count: 2, rejected_rows: 0, bytes: 0, imported_bytes: 0 });
  expect(body.limits).toEqual({ rows: true, columns: true, refused: null });
  const few = (await importFile(world, admin, "a\n1\n")).id;
  const list = await send("GET", "/sources?sort=-row_count");
  const order = (list.body.data as { id: string }[]).map(({ id }) => id);
  // Three rows in truth, two that are seen: it stands last all the same.
  expect(order.indexOf(source)).toBeGreaterThan(order.indexOf(few));

  await alter(`update data."${source}" set region = 'us' where name = 'ada'`);
  await alter(`insert into data."${source}" (region, name) select 'us', 'filler' from generate_series(1, 500)`);
  await alter(`insert into data."${source}" (region, name) values ('eu', 'cy'), ('eu', 'dan')`);
  const first = await send("GET", `/sources/${source}/data?page_size=2`);
  expect((first.body.data as { name: string }[]).map(({ name }) => name)).toEqual(["bob", "cy"]);
  const [token] = JSON.parse(decoded(first)) as [string];
  expect(token).not.toMatch(/^\d+$/);
  const next = await send("GET", `/sources/${source}/data?page_size=2&cursor=${first.body.next_cursor}`);
  expect((next.body.data as { name: string }[]).map(({ name }) => name)).toEqual(["dan"]);
});

test("a cursor is worth nothing under another view, and a forged one says nothing", async () => {
  const whole = await createKey(world.call(admin), createKey.input.parse({ name: "All", preset: "full_access" }));
  const full = await send("GET", `/sources/${source}/data?page_size=1`, undefined, whole.api_key ?? "");
  const limited = await send("GET", `/sources/${source}/data?page_size=1`);
  const [, mark] = JSON.parse(decoded(limited)) as [string, string];
  const forged = Array.from({ length: 5 }, (_, row) =>
    Buffer.from(JSON.stringify([`${row}`, mark])).toString("base64url"),
  );
  const refusals = new Set<string>();
  for (const cursor of [full.body.next_cursor as string, ...forged]) {
    const answer = await send("GET", `/sources/${source}/data?page_size=1&cursor=${cursor}`);
    expect(answer.status).toBe(422);
    refusals.add(String(answer.body.detail));
  }
  expect(refusals.size).toBe(1);
  const mine = limited.body.next_cursor as string;
  expect((await send("GET", `/sources/${source}/data?page_size=1&cursor=${mine}`)).status).toBe(200);
  await limit({ rows: { column: "name", op: "ne", value: "nobody" } });
  expect((await send("GET", `/sources/${source}/data?page_size=1&cursor=${mine}`)).status).toBe(422);
});

test("an ETag belongs to one view: it tells nobody that nothing has changed when their view has", async () => {
  const whole = await createKey(world.call(admin), createKey.input.parse({ name: "All", preset: "full_access" }));
  for (const path of [`/sources/${source}/data`, `/sources/${source}/export?format=csv`]) {
    const tag = async (by: string) => (await send("GET", path, undefined, by)).headers.get("etag") ?? "";
    const mine = await tag(key);
    expect(mine).not.toBe("");
    expect(await tag(whole.api_key ?? "")).not.toBe(mine);
    const again = (wanted: string) => send("GET", path, undefined, key, { "if-none-match": wanted });
    expect((await again(mine)).status).toBe(304);
    expect((await again(await tag(whole.api_key ?? ""))).status).toBe(200);
    await limit({ rows: { column: "name", op: "ne", value: `nobody ${path}` } });
    expect((await again(mine)).status).toBe(200);
  }
});

test("rejected rows, which no policy can be applied to, are kept from whoever is limited", async () => {
  const names = await world.owner`select value from rejected_rows where source_id = ${source}`;
  expect(names).toHaveLength(1);
  const input = listRejectedRows.input.parse({ id: source });
  await expect(listRejectedRows(world.call(reader), input)).rejects.toMatchObject({ code: "policy_violation" });
  expect((await listRejectedRows(world.call(admin), input)).data).toHaveLength(1);
});

test("a change binds the next request of every credential, also on another instance", async () => {
  const other = await makeInstance();
  try {
    const { body } = await send("GET", `/sources/${source}/data`);
    expect(body.total_rows).toBe(2);
    const token = await createKey(world.call(reader), createKey.input.parse({ name: "Second", scopes: ["data:read"] }));
    const total = async (at: Api, by: string) =>
      (await at.send("GET", `/sources/${source}/data`, { key: by, ip: ip() })).body.total_rows;
    for (const at of [api, other.api]) for (const by of [key, token.api_key ?? ""]) expect(await total(at, by)).toBe(2);
    await limit({ rows: { column: "name", op: "eq", value: "bob" } });
    for (const at of [other.api, api]) for (const by of [key, token.api_key ?? ""]) expect(await total(at, by)).toBe(1);
  } finally {
    await other.close();
  }
});

async function makeInstance() {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "gatehouse-world-"));
  const runtime = await startRuntime({ ...world.config, dataFolder });
  const at = await serveApi({ ...world, runtime });
  return {
    api: at,
    close: async () => {
      await at.close();
      await runtime.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

test("an answer that is repeated by Idempotency-Key holds nothing that was hidden since", async () => {
  const whole = await createKey(world.call(admin), createKey.input.parse({ name: "All", preset: "full_access" }));
  const rules = {
    source_id: source,
    applies_to: [{ type: "role", role: "viewer" }],
    columns: [{ name: "pin", access: "hidden" }],
  };
  const create = (by: string) =>
    send("POST", "/policies", { name: "Once", ...rules }, by, { "idempotency-key": "one" });
  const first = await create(whole.api_key ?? "");
  const again = await create(whole.api_key ?? "");
  expect([first.status, again.body.id]).toEqual([201, first.body.id]);
  // The reader's own replays are of their own requests; reads are never kept.
  const query = () => send("POST", `/sources/${source}/query`, {}, key, { "idempotency-key": "two" });
  const before = await query();
  expect((before.body.data as unknown[]).length).toBe(2);
  await limit({ rows: { column: "name", op: "eq", value: "bob" }, columns: [{ name: "name", access: "hidden" }] });
  const after = await query();
  expect(after.body.data).toHaveLength(1);
  expect(after.text).not.toContain("bob");
  expect((await create(key)).status).toBe(403);
});

test("previews and views through others are closed to whoever may not read policies", async () => {
  for (const answer of [
    await send("GET", `/sources/${source}/data-as?as=${admin.user.id}`),
    await send("POST", "/policies/preview", {
      policy: { source_id: source, applies_to: [{ type: "everybody" }] },
      as: admin.user.id,
    }),
    await send("GET", `/policies?source_id=${source}`),
  ])
    expect(answer.body).toMatchObject({ status: 403, code: "insufficient_scope" });
  const { text } = await send("GET", `/api-keys/${keyId}/policies`);
  expect(text).toContain(source);
  for (const word of ["salary", "region", '"P"']) expect(text).not.toContain(word);
});

describe("nobody lends more than they read", () => {
  const narrow = async (more: object = {}) => {
    const made = await createKey(
      world.call(admin),
      createKey.input.parse({
        name: "Narrow",
        scopes: scopes.filter((scope) => !scope.startsWith("policies:")),
        ...more,
      }),
    );
    await limit({ rows: { column: "region", op: "eq", value: "us" } }, [{ type: "key", id: made.id }]);
    return made;
  };

  test("a key that a policy names makes and rotates no key that it does not, invites nobody and shares nothing", async () => {
    const { api_key: by = "" } = await narrow();
    const robot = await createServiceAccount(world.call(admin), { name: "Robot", role: "viewer", project_ids: [] });
    const attempts = [
      await send("POST", "/api-keys", { name: "X", scopes: ["data:read"] }, by ?? ""),
      await send("POST", "/api-keys", { name: "X", scopes: ["data:read"], service_account_id: robot.id }, by ?? ""),
      await send("POST", "/invitations", { role: "viewer" }, by ?? ""),
      await send(
        "POST",
        "/share-links",
        { resource_type: "source", resource_id: source, expires_at: new Date(Date.now() + 86_400_000).toISOString() },
        by ?? "",
      ),
    ];
    for (const { body } of attempts) expect(body).toMatchObject({ status: 403, code: "policy_violation" });
    const victim = await createKey(
      world.call(admin),
      createKey.input.parse({
        name: "Victim",
        scopes: ["data:read"],
        expires_at: new Date(Date.now() + 86_400_000).toISOString(),
      }),
    );
    const rotated = await send("POST", `/api-keys/${victim.id}/rotate`, {}, by ?? "");
    expect(rotated.body).toMatchObject({ status: 403, code: "policy_violation" });
    const invited = await createInvitation(world.call(admin), { email: null, role: "viewer" });
    const resent = await send("POST", `/invitations/${invited.id}/resend`, {}, by ?? "");
    expect(resent.body).toMatchObject({ status: 403, code: "policy_violation" });
  });

  test("metadata that a policy looks at is not set by the key that has it", async () => {
    const robot = await createServiceAccount(world.call(admin), { name: "Robot", role: "admin", project_ids: [] });
    const made = await createKey(
      world.call(admin),
      createKey.input.parse({
        name: "Own",
        scopes: ["data:read", "keys:write"],
        service_account_id: robot.id,
        metadata: { region: "eu", note: "x" },
      }),
    );
    await limit({ rows: { column: "region", op: "eq", attribute: "key.metadata.region" } }, [
      { type: "service_account", id: robot.id },
    ]);
    const by = made.api_key ?? "";
    expect((await send("GET", `/sources/${source}/data`, undefined, by)).body.total_rows).toBe(2);
    const widened = await send("PATCH", `/api-keys/${made.id}`, { metadata: { region: "us", note: "x" } }, by);
    expect(widened.body).toMatchObject({ status: 403, code: "policy_violation" });
    expect((await send("PATCH", `/api-keys/${made.id}`, { metadata: { region: "eu", note: "y" } }, by)).status).toBe(
      200,
    );
    const second = await send(
      "POST",
      "/api-keys",
      { name: "X", scopes: ["data:read"], service_account_id: robot.id, metadata: { region: "us" } },
      by,
    );
    expect(second.body).toMatchObject({ status: 403, code: "policy_violation" });
  });

  test("a key that is handed over takes along what bound it through its former owner", async () => {
    const heir = await world.member(org, "editor");
    await removeMember(
      world.call(admin),
      removeMember.input.parse({
        id: reader.user.id,
        keys: [{ key_id: keyId, action: "hand_over", to: heir.user.id }],
      }),
    );
    const answer = await send("GET", `/sources/${source}/data`);
    expect(answer.body).toMatchObject({ total_rows: 2 });
    expectNothingOf(answer);
    const heirs = await createKey(world.call(heir), createKey.input.parse({ name: "Own", scopes: ["data:read"] }));
    expect((await send("GET", `/sources/${source}/data`, undefined, heirs.api_key ?? "")).body.total_rows).toBe(3);
    const [event] = await world.owner`select before, after from audit_events
      where action = 'policy.updated' and org_id = ${org.id} order by seq desc limit 1`;
    const named = { type: "key", id: keyId };
    expect(event).toMatchObject({
      before: { applies_to: [{ type: "member", id: reader.user.id }] },
      after: { applies_to: [{ type: "member", id: reader.user.id }, named] },
    });
  });
});

test("a share link shows what its maker sees, and what a policy takes away is gone from it at once", async () => {
  const made = await send("POST", "/share-links", {
    resource_type: "source",
    resource_id: source,
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  });
  expect(made.status).toBe(201);
  const visit = () =>
    api.send("GET", `/sources/${source}/data`, {
      ip: ip(),
      headers: { "x-share-token": String(made.body.share_token) },
    });
  const seen = await visit();
  expect(seen.body).toMatchObject({ total_rows: 2 });
  expectNothingOf(seen);
  await limit({ rows: { column: "name", op: "eq", value: "bob" } });
  expect((await visit()).body).toMatchObject({ total_rows: 1 });
});
