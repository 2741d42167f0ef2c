import { afterAll, beforeAll, expect, test } from "vitest";
import { alertKindNames } from "#contract/alert.ts";
import type { Principal } from "#core/principal.ts";
import type { Refusal } from "#core/refusal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { countUnreadAlerts } from "./count-unread-alerts.ts";
import { getAlertPreferences } from "./get-alert-preferences.ts";
import { listAlerts } from "./list-alerts.ts";
import { readAlerts } from "./read-alerts.ts";
import { setAlertPreferences } from "./set-alert-preferences.ts";

let world: World;
let org: Organization;
beforeAll(async () => {
  world = await makeWorld();
  org = await world.organization();
});
afterAll(() => world.close());

const key = (principal: Principal, options = {}) =>
  createKey(world.call(principal), createKey.input.parse({ name: "Told of", preset: "read_only", ...options }));
const list = (principal: Principal, options = {}) => listAlerts(world.call(principal), listAlerts.input.parse(options));
const unread = async (principal: Principal) => (await countUnreadAlerts(world.call(principal), {})).unread;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: Refusal) => error.code,
  );
const choose = (principal: Principal, kind: string, console: boolean, email: boolean) =>
  setAlertPreferences(world.call(principal), setAlertPreferences.input.parse({ data: [{ kind, console, email }] }));

test("lists one's own, newest first, page by page and filtered", async () => {
  const lead = await world.member(await world.organization(), "owner");
  const made = await key(lead);
  for (let n = 0; n < 4; n += 1) await key(lead);
  await revokeKey(world.call(lead), { id: made.id });
  const first = await list(lead, { limit: 4 });
  const second = await list(lead, { limit: 4, cursor: first.next_cursor });
  expect([...first.data, ...second.data].map(({ kind }) => kind)).toEqual([
    "key.revoked",
    ...Array(5).fill("key.created"),
  ]);
  expect(second.next_cursor).toBeNull();
  expect((await list(lead, { kind: "key.revoked" })).data).toMatchObject([
    { summary: "“Told of” was revoked by Test owner.", subject: { id: made.id }, read_at: null },
  ]);
  expect(await refusal(list(lead, { cursor: "nonsense" }))).toBe("invalid_input");
});

test("are marked as read one by one or all, which is audited, and only one's own", async () => {
  const [lead, admin] = [await world.member(org, "owner"), await world.member(org, "admin")];
  await key(lead);
  await key(lead);
  const before = await unread(lead);
  const [first] = (await list(lead)).data;
  const ids = [first?.id ?? ""];
  expect(await readAlerts(world.call(lead), { ids })).toEqual({ unread: before - 1 });
  expect(await readAlerts(world.call(lead), { ids })).toEqual({ unread: before - 1 });
  expect((await list(lead, { unread: "true" })).data.map(({ id }) => id)).not.toContain(first?.id);
  expect(await readAlerts(world.call(lead), {})).toEqual({ unread: 0 });
  expect(await unread(admin)).toBe(before);
  const events =
    await world.owner`select after from audit_events where action = 'alerts.read' and actor_id = ${lead.user.id} order by seq`;
  expect(events.map(({ after }) => after.alerts)).toEqual([1, 0, before - 1]);
});

test("another organization's and another member's are unknown ids", async () => {
  const lead = await world.member(org, "owner");
  await key(lead);
  const ids = [(await list(lead)).data[0]?.id ?? ""];
  const stranger = await world.member(await world.organization(), "owner");
  const viewer = await world.member(org, "viewer");
  for (const who of [stranger, viewer]) {
    expect((await list(who)).data.map(({ id }) => id)).not.toContain(ids[0]);
    expect(await refusal(readAlerts(world.call(who), { ids }))).toBe("not_found");
  }
});

test("a key reads them with keys:read, hears of test keys only if it is one, and puts none away", async () => {
  const lead = await world.member(await world.organization(), "owner");
  const live = await key(lead);
  const test = await key(lead, { type: "test" });
  const as = async (secret: string | null) => {
    const record = await world.runtime.resolver.find(secret ?? "");
    return record?.principal as Principal;
  };
  const subjects = async (secret: string | null) =>
    (await list(await as(secret))).data.map(({ subject }) => subject.id);
  expect(await subjects(live.api_key)).toEqual([test.id, live.id]);
  expect(await subjects(test.api_key)).toEqual([test.id]);
  expect(await refusal(readAlerts(world.call(await as(live.api_key)), {}))).toBe("forbidden");
  const narrow = await world.member(org, "owner", { scopes: ["data:read"] });
  for (const work of [list(narrow), unread(narrow), getAlertPreferences(world.call(narrow), {})])
    expect(await refusal(work)).toBe("insufficient_scope");
});

test("each person chooses for each kind and organization where it goes", async () => {
  const lead = await world.member(org, "owner");
  const admin = await world.member(org, "admin");
  const all = await getAlertPreferences(world.call(lead), {});
  expect(all.data.map(({ kind }) => kind)).toEqual(alertKindNames);
  expect(all.data.every(({ console, email }) => console && email)).toBe(true);
  expect(all.email_available).toBe(false);

  await choose(lead, "key.created", false, true);
  await choose(admin, "key.created", false, false);
  const { id } = await key(lead);
  const told = async (who: Principal) => {
    const [row] =
      await world.owner`select in_console, mail_due from alert_recipients r join alerts a on a.id = r.alert_id
      where a.subject_id = ${id} and r.user_id = ${who.user.id} and a.kind = 'key.created'`;
    return row ?? null;
  };
  expect(await told(lead)).toEqual({ in_console: false, mail_due: true });
  expect(await told(admin)).toBeNull();
  expect((await list(lead)).data.map(({ subject }) => subject.id)).not.toContain(id);
  await choose(lead, "key.created", true, false);
  const kept = await getAlertPreferences(world.call(lead), {});
  expect(kept.data[0]).toMatchObject({ kind: "key.created", console: true, email: false });
  const [event] = await world.owner`select count(*)::int as count from audit_events
    where action = 'alert_preferences.changed' and actor_id = ${lead.user.id}`;
  expect(event?.count).toBe(2);
});
