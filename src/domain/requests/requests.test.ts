import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type * as z from "zod";
import { ListRequestsInput } from "#contract/usage.ts";
import type { MeteredRequest } from "#core/metering/metered-request.ts";
import type { Principal } from "#core/principal.ts";
import { newId } from "#lib/id.ts";
import { addKey } from "#testing/api-key.ts";
import { holdClock } from "#testing/hold-clock.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { getRequest } from "./get-request.ts";
import { groupErrors } from "./group-errors.ts";
import { idTimeMs } from "./id-time.ts";
import { listRequests } from "./list-requests.ts";

let world: World;
let org: Organization;
let owner: Principal;
let key: string;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  org = await world.organization();
  owner = await world.member(org, "owner");
  key = await addKey(world, owner, { name: "Nightly export" });
  return holdClock(world);
});
const now = () => world.runtime.clock.nowMs();

async function make(events: Partial<MeteredRequest>[]): Promise<MeteredRequest[]> {
  const made = events.map((fields) =>
    metered({ orgId: org.id, credentialId: key, userId: owner.user.id, timeMs: now() - 10_000, ...fields }),
  );
  await recordAll(world.runtime.meter, made);
  await world.runtime.meter.flush();
  return made;
}
const list = (principal: Principal, input: z.input<typeof ListRequestsInput> = {}) =>
  listRequests(world.call(principal), ListRequestsInput.parse(input));
const detail = (principal: Principal, request_id: string) => getRequest(world.call(principal), { request_id });

test("pages through everything, newest first, each once, while more arrives", async () => {
  const at = now();
  // Many share a millisecond, so the id must tell them apart.
  const made = await make(Array.from({ length: 57 }, (_, n) => ({ timeMs: at - 60_000 + Math.floor(n / 9) })));
  const expected = made
    .map(({ id, timeMs }) => ({ id, timeMs }))
    .sort((a, b) => b.timeMs - a.timeMs || (a.id < b.id ? 1 : -1));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(owner, { limit: 10, cursor });
    seen.push(...page.data.map((entry) => entry.id));
    cursor = page.next_cursor ?? undefined;
    await make([{ timeMs: at }]);
  } while (cursor);
  expect(seen).toEqual(expected.map(({ id }) => id));
});

test("an entry says what is known of a request", async () => {
  const [event] = await make([
    { path: "/api/v1/sources?limit=1", status: 403, code: "insufficient_scope", durationUs: 1234 },
  ]);
  expect((await list(owner)).data).toEqual([
    {
      id: event!.id,
      request_id: event!.requestId,
      time: new Date(event!.timeMs).toISOString(),
      method: "GET",
      path: "/api/v1/sources?limit=1",
      operation: "getUser",
      status: 403,
      code: "insufficient_scope",
      duration_ms: 1.234,
      ip: "192.0.2.7",
      user_agent: "curl/8.14.1",
      livemode: true,
      credential: { id: key, kind: "api_key", name: "Nightly export", hint: "gk_live_AbCd...wxyz" },
    },
  ]);
});

test("filters", async () => {
  const at = now();
  await make([
    { path: "/api/v1/a_b" },
    { path: "/api/v1/aXb", status: 404, code: "not_found" },
    { path: "/api/v1/c", method: "POST", operation: "createSource", status: 422, code: "invalid_input" },
    {
      path: "/api/v1/d",
      ip: "2001:db8::1",
      timeMs: at - 3_600_000,
      credentialId: "key_other",
      requestId: "my-own-request",
    },
  ]);
  const paths = async (input: z.input<typeof ListRequestsInput>) =>
    (await list(owner, input)).data.map((entry) => entry.path.slice("/api/v1/".length)).sort();
  expect(await paths({ status: "4xx" })).toEqual(["aXb", "c"]);
  expect(await paths({ status: "404" })).toEqual(["aXb"]);
  expect(await paths({ code: "invalid_input" })).toEqual(["c"]);
  expect(await paths({ method: "POST" })).toEqual(["c"]);
  expect(await paths({ operation: "createSource" })).toEqual(["c"]);
  expect(await paths({ ip: "2001:db8::1" })).toEqual(["d"]);
  expect(await paths({ credential_id: "key_other" })).toEqual(["d"]);
  expect(await paths({ to: new Date(at - 1_800_000).toISOString() })).toEqual(["d"]);
  expect(await paths({ from: new Date(at - 1_800_000).toISOString() })).toEqual(["aXb", "a_b", "c"]);
  expect(await paths({ q: "a_b" })).toEqual(["a_b"]);
  expect(await paths({ q: "/V1/C" })).toEqual(["c"]);
  expect(await paths({ q: "my-own-request" })).toEqual(["d"]);
  expect(await paths({ q: newId("req") })).toEqual([]);
});

test("hostile input is refused or finds nothing, and never fails", async () => {
  await make([{}]);
  const refused = { code: "invalid_input" };
  const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  for (const cursor of [
    "x",
    cursorOf(["2020", "a"]),
    cursorOf([1e300, "a"]),
    cursorOf([1, "\0"]),
    cursorOf([1]),
    cursorOf({}),
  ])
    await expect(list(owner, { cursor })).rejects.toMatchObject(refused);
  await expect(list(owner, { after: "nonsense" })).rejects.toMatchObject(refused);
  for (const field of ["q", "after", "credential_id", "operation", "ip"])
    expect(ListRequestsInput.safeParse({ [field]: "a\0b" }).success).toBe(false);
  for (const from of ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
    expect(ListRequestsInput.safeParse({ from }).success).toBe(false);
  for (const q of ["%", "_", "\\", "'; drop table users --"]) await list(owner, { q });
  expect((await list(owner, { q: "%" })).data).toEqual([]);
});

test("the tail gives each later request once, oldest first, whenever it began", async () => {
  const at = now();
  const [first] = await make([{ timeMs: at - 20_000 }]);
  // It began before the first one, and was answered after it.
  const [slow] = await make([{ timeMs: at - 25_000, durationUs: 9_000_000 }]);
  const later = await make(Array.from({ length: 12 }, (_, n) => ({ timeMs: at - 15_000 + n })));
  await make([{ timeMs: at, durationUs: 100 }]);
  const seen: string[] = [];
  let after = first!.id;
  for (;;) {
    const { data, next_cursor } = await list(owner, { after, limit: 5 });
    expect(next_cursor).toBeNull();
    if (data.length === 0) break;
    seen.push(...data.map((entry) => entry.id));
    after = data.at(-1)!.id;
  }
  expect(seen).toEqual([slow!, ...later].map((event) => event.id));
});

test("a tail begins also after an id that is no longer kept", async () => {
  const [event] = await make([{ timeMs: now() - 5000 }]);
  const { data } = await list(owner, { after: newId("req", now() - 8000) });
  expect(idTimeMs(event!.id)).toBeGreaterThanOrEqual(event!.timeMs);
  expect(data.length).toBeLessThanOrEqual(1);
});

test("other organizations, other people's keys and the other mode stay out of sight", async () => {
  const editor = await world.member(org, "editor");
  const own = await addKey(world, editor);
  const [others, mine, testing] = await make([{}, { credentialId: own }, { livemode: false }]);
  const stranger = await world.member(await world.organization("Other"), "owner");
  expect((await list(stranger)).data).toEqual([]);
  expect((await list(editor)).data.map((entry) => entry.id)).toEqual([mine!.id]);
  expect((await list(owner)).data.length).toBe(2);
  expect((await list({ ...owner, livemode: false })).data.map((entry) => entry.id)).toEqual([testing!.id]);
  // Whoever names a key in the portal means it, whichever mode is switched on; a credential stays in its own.
  expect((await list(owner, { credential_id: key })).data.length).toBe(2);
  const byKey = { ...owner, via: { ...owner.via, kind: "api_key" as const } };
  expect((await list(byKey, { credential_id: key })).data.length).toBe(1);
  await expect(detail(byKey, testing!.requestId)).rejects.toMatchObject({ code: "not_found" });
  await expect(detail(editor, others!.requestId)).rejects.toMatchObject({ code: "not_found" });
  await expect(detail(stranger, mine!.requestId)).rejects.toMatchObject({ code: "not_found" });
  await expect(detail(owner, "req_unknown")).rejects.toMatchObject({ code: "not_found" });
  expect((await groupErrors(world.call(stranger), {})).data).toEqual([]);
});

test("each verb needs usage:read", async () => {
  const call = world.call(await world.member(org, "owner", { scopes: ["data:read"] }));
  for (const attempt of [
    () => listRequests(call, ListRequestsInput.parse({})),
    () => getRequest(call, { request_id: "req_x" }),
    () => groupErrors(call, {}),
  ])
    await expect((async () => attempt())()).rejects.toMatchObject({ code: "insufficient_scope" });
});

test("of requests with one chosen id the newest is shown", async () => {
  const at = now();
  await make([
    { requestId: "chosen-id", status: 200, timeMs: at - 9000 },
    { requestId: "chosen-id", status: 201, timeMs: at - 5000 },
  ]);
  expect(await detail(owner, "chosen-id")).toMatchObject({
    status: 201,
    principal: { user_id: owner.user.id, name: "Test owner", role: "owner", organization_id: org.id },
  });
});

test("the decision names the check that failed, and where to mend it", async () => {
  const shown = async (fields: Partial<MeteredRequest>) => {
    const [event] = await make([fields]);
    const { decision, fix_url } = await detail(owner, event!.requestId);
    const failed = decision.find((step) => step.result === "failed");
    const after = failed ? decision.slice(decision.indexOf(failed) + 1) : [];
    expect(after.every((step) => step.result === "skipped")).toBe(true);
    return [
      failed?.check ?? null,
      failed?.reason ?? null,
      fix_url?.replace(`http://localhost:3000/keys/${key}`, "KEY") ?? null,
    ];
  };
  expect(await shown({})).toEqual([null, null, null]);
  expect(await shown({ status: 403, code: "insufficient_scope", reason: "This key lacks keys:write." })).toEqual([
    "scope",
    "This key lacks keys:write.",
    "KEY?tab=settings&add=keys:write",
  ]);
  expect(
    await shown({ status: 403, code: "insufficient_scope", reason: "The role viewer does not include keys:write." }),
  ).toEqual(["scope", "The role viewer does not include keys:write.", null]);
  expect(await shown({ status: 429, code: "rate_limit_exceeded" })).toMatchObject([
    "rate_limit",
    expect.anything(),
    "KEY?tab=settings",
  ]);
  expect(await shown({ status: 403, code: "ip_not_allowed" })).toMatchObject([
    "credential",
    expect.anything(),
    "KEY?tab=settings",
  ]);
  expect(await shown({ status: 404, code: "not_found", operation: "" })).toMatchObject([
    "route",
    expect.anything(),
    null,
  ]);
  expect(await shown({ status: 404, code: "not_found" })).toMatchObject(["object", expect.anything(), null]);
  expect(await shown({ status: 422, code: "invalid_input" })).toMatchObject(["input", expect.anything(), null]);
  expect(await shown({ status: 503, code: "unavailable" })).toMatchObject(["run", expect.anything(), null]);
  expect(await shown({ status: 401, code: "disabled_key" })).toMatchObject(["credential", expect.anything(), null]);
  await world.owner`update credentials set disabled_at = now() where id = ${key}`;
  expect(await shown({ status: 401, code: "disabled_key" })).toMatchObject([
    "credential",
    expect.anything(),
    "KEY?action=enable",
  ]);
  await world.owner`update credentials set disabled_at = null, expires_at = now() - interval '1 day' where id = ${key}`;
  expect(await shown({ status: 401, code: "expired_token" })).toMatchObject([
    "credential",
    expect.anything(),
    "KEY?tab=rotate",
  ]);
  await world.owner`update credentials set revoked_at = now() where id = ${key}`;
  expect(await shown({ status: 401, code: "revoked_token" })).toMatchObject([
    "credential",
    expect.anything(),
    "http://localhost:3000/keys/new",
  ]);
});

test("errors are grouped by code and operation, the most frequent first", async () => {
  const denied = { status: 403, code: "insufficient_scope" } as const;
  const made = await make([
    denied,
    { ...denied, credentialId: "key_second", timeMs: now() - 5000 },
    { status: 404, code: "not_found", operation: "" },
    {},
    { ...denied, timeMs: now() - 30 * 3_600_000 },
  ]);
  expect((await groupErrors(world.call(owner), {})).data).toEqual([
    {
      code: "insufficient_scope",
      status: 403,
      operation: "getUser",
      requests: 2,
      credentials: 2,
      last_at: new Date(made[1]!.timeMs).toISOString(),
      last_request_id: made[1]!.requestId,
    },
    expect.objectContaining({ code: "not_found", operation: null, requests: 1 }),
  ]);
});
