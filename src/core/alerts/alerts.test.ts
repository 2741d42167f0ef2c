import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MeteredRequest } from "#core/metering/metered-request.ts";
import type { Principal } from "#core/principal.ts";
import { startRuntime } from "#core/runtime.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { databaseClock } from "#lib/clock.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { mailAlerts } from "./mail-alerts.ts";
import { watch } from "./watch.ts";

let world: World;
let org: Organization;
let owner: Principal;
beforeAll(async () => {
  world = await makeWorld({ smtpUrl: "smtp://127.0.0.1:1" });
  org = await world.organization("Weather");
  owner = await world.member(org, "owner");
});
afterAll(() => world.close());

const key = (principal = owner, options = {}) =>
  createKey(world.call(principal), createKey.input.parse({ name: "Station", preset: "read_only", ...options }));
type Told = { kind: string; user_id: string; data: Record<string, unknown>; in_console: boolean; mail_due: boolean };
const toldOf = (subject: string) =>
  world.owner<Told[]>`select a.kind, r.user_id, a.data, r.in_console, r.mail_due from alerts a
    left join alert_recipients r on r.alert_id = a.id where a.subject_id = ${subject} order by a.id, r.user_id`;
const kindsOf = async (subject: string) => (await toldOf(subject)).map(({ kind }) => kind);
const look = () => watch(world.runtime);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe("of audit events", () => {
  test("are made for what happens to keys, with no secret in them", async () => {
    const made = await key();
    const rotated = await rotateKey(world.call(owner), rotateKey.input.parse({ id: made.id }));
    await revokeKey(world.call(owner), { id: made.id });
    expect(await kindsOf(made.id)).toEqual(["key.created", "key.rotated", "key.revoked"]);
    const dump = JSON.stringify(await world.owner`select * from alerts`);
    for (const { api_key } of [made, rotated]) expect(dump).not.toContain(api_key?.slice(12, 40));
  });

  test("go to the owner of the key and to owners and admins, to nobody else", async () => {
    const there = await world.organization();
    const [lead, admin, editor] = [
      await world.member(there, "owner"),
      await world.member(there, "admin"),
      await world.member(there, "editor"),
    ];
    await world.member(there, "editor");
    await world.member(there, "viewer");
    const made = await key(editor);
    const told = await toldOf(made.id);
    expect(told.map(({ user_id }) => user_id).sort()).toEqual([lead, admin, editor].map(({ user }) => user.id).sort());
    const own = await key(lead);
    expect((await toldOf(own.id)).map(({ user_id }) => user_id)).not.toContain(editor.user.id);
  });

  test("are not there if the change is rolled back", async () => {
    const there = await world.organization();
    const lead = await world.member(there, "owner");
    const made = await key(lead);
    const before = (await toldOf(made.id)).length;
    await expect(revokeKey(world.call(lead, { ifMatch: '"v99"' }), { id: made.id })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    expect((await toldOf(made.id)).length).toBe(before);
  });
});

describe("of expiry", () => {
  test.each([
    ["30 days", 29.5, "key.expiring", 30],
    ["7 days", 6.5, "key.expiring", 7],
    ["1 day", 0.5, "key.expiring", 1],
  ])("said once at %s", async (_, days, kind, step) => {
    const made = await key(owner, { expires_at: inDays(days) });
    await world.owner`update credentials set created_at = now() - interval '90 days' where id = ${made.id}`;
    await look();
    await look();
    const told = (await toldOf(made.id)).filter((alert) => alert.kind === kind);
    expect(told.map(({ data }) => data.days)).toEqual([step]);
  });

  test("said again for a later expiry, and when it has passed", async () => {
    const made = await key(owner, { expires_at: inDays(0.5) });
    await world.owner`update credentials set created_at = now() - interval '90 days' where id = ${made.id}`;
    await look();
    await world.owner`update credentials set expires_at = now() + interval '6 days' where id = ${made.id}`;
    await look();
    await world.owner`update credentials set expires_at = now() - interval '1 minute' where id = ${made.id}`;
    await look();
    await look();
    expect(await kindsOf(made.id)).toEqual(["key.created", "key.expiring", "key.expiring", "key.expired"]);
  });

  test("by a rule of the organization: said of the end that it leaves, with the reason", async () => {
    const there = await world.organization();
    const lead = await world.member(there, "owner");
    const settle = (days: number | null) =>
      world.owner`update organizations set settings = ${world.owner.json({ max_key_lifetime_days: days })}, updated_at = now()
        where id = ${there.id}`;
    const [young, old, never] = [await key(lead), await key(lead), await key(lead, { expires_at: null })];
    await world.owner`update credentials set created_at = now() - interval '25 days' where id in (${young.id}, ${never.id})`;
    await world.owner`update credentials set created_at = now() - interval '80 days' where id = ${old.id}`;
    await look();
    for (const { id } of [young, never]) expect(await kindsOf(id)).toEqual(["key.created"]);
    await settle(30);
    await look();
    await look();
    const reason = "Credentials live at most 30 days in this organization.";
    for (const { id } of [young, never])
      expect((await toldOf(id)).slice(1)).toMatchObject([{ kind: "key.expiring", data: { days: 7, reason } }]);
    // Its end is long ago, and the rule that says so is new.
    expect((await toldOf(old.id)).at(-1)).toMatchObject({ kind: "key.expired", data: { reason } });
  });

  test("of a token of one's own: under the rule of the organization one acts in by default", async () => {
    const there = await world.organization();
    const lead = await world.member(there, "owner");
    const input = createToken.input.parse({ name: "Laptop", preset: "read_only", expires_at: inDays(90) });
    const { id } = await createToken(world.call(lead), input);
    await world.owner`update credentials set created_at = now() - interval '9 days' where id = ${id}`;
    await world.owner`update organizations set settings = ${world.owner.json({ max_key_lifetime_days: 10 })}
      where id = ${there.id}`;
    await look();
    expect(await toldOf(id)).toMatchObject([{ kind: "key.created" }, { kind: "key.expiring", user_id: lead.user.id }]);
  });

  test("not said of a key that was made for less, one that is revoked, or one that expired long ago", async () => {
    const short = await key(owner, { expires_at: inDays(5) });
    const revoked = await key(owner, { expires_at: inDays(0.5) });
    const old = await key(owner, { expires_at: inDays(1) });
    await world.owner`update credentials set created_at = now() - interval '90 days' where id in (${revoked.id}, ${old.id})`;
    await world.owner`update credentials set expires_at = now() - interval '3 days' where id = ${old.id}`;
    await revokeKey(world.call(owner), { id: revoked.id });
    await look();
    expect(await kindsOf(short.id)).toEqual(["key.created"]);
    expect(await kindsOf(revoked.id)).toEqual(["key.created", "key.revoked"]);
    expect(await kindsOf(old.id)).toEqual(["key.created"]);
  });
});

/** Requests with a key of the organization, recorded and loaded. */
async function use(credentialId: string, count: number, fields: Partial<MeteredRequest> = {}): Promise<void> {
  const events = Array.from({ length: count }, () =>
    metered({ orgId: org.id, credentialId, userId: owner.user.id, ...fields }),
  );
  await recordAll(world.runtime.meter, events);
  await world.runtime.meter.flush();
}

describe("of a new network", () => {
  const networks = async (id: string) =>
    (await toldOf(id)).filter(({ kind }) => kind === "key.new_network").map(({ data }) => data.network);

  test("said once for each network after the first", async () => {
    const { id } = await key();
    await use(id, 2, { ip: "192.0.2.7" });
    await use(id, 1, { ip: "192.0.2.200" });
    await look();
    expect(await networks(id)).toEqual([]);
    await use(id, 3, { ip: "198.51.100.1" });
    await use(id, 1, { ip: "198.51.100.99" });
    await use(id, 1, { ip: "2001:db8:1:ffff::1" });
    await use(id, 1, { ip: "2001:db8:1::2" });
    await look();
    await look();
    expect((await networks(id)).sort()).toEqual(["198.51.100.0/24", "2001:db8:1::/48"]);
  });

  test("two networks in the first batch: the earlier one is the first", async () => {
    const { id } = await key();
    const timeMs = Date.now();
    await recordAll(world.runtime.meter, [
      metered({ orgId: org.id, credentialId: id, ip: "203.0.113.5", timeMs }),
      metered({ orgId: org.id, credentialId: id, ip: "192.0.2.5", timeMs: timeMs - 1000 }),
    ]);
    await world.runtime.meter.flush();
    await look();
    expect(await networks(id)).toEqual(["203.0.113.0/24"]);
  });

  test("refused requests and addresses that are none do not count, nor hold up loading", async () => {
    const { id } = await key();
    await use(id, 1, { ip: "192.0.2.1" });
    await use(id, 1, { ip: "198.51.100.1", status: 401, code: "disabled_key" });
    await use(id, 1, { ip: "198.51.100.1", status: 403, code: "ip_not_allowed" });
    await use(id, 1, { ip: "fe80::1%eth0" });
    await use(id, 1, { ip: "nonsense" });
    await look();
    expect(await networks(id)).toEqual([]);
    expect(world.runtime.meter.status().parked).toBe(0);
  });
});

describe("of errors", () => {
  const spikes = async (id: string) => (await toldOf(id)).filter(({ kind }) => kind === "usage.error_spike");

  test("said once when half of twenty requests fail", async () => {
    const { id } = await key();
    await use(id, 10);
    await use(id, 9, { status: 500, code: "internal" });
    await look();
    expect(await spikes(id)).toEqual([]);
    await use(id, 1, { status: 404, code: "not_found" });
    await look();
    await use(id, 30, { status: 500, code: "internal" });
    await look();
    const [spike, ...more] = await spikes(id);
    expect([spike?.data, more]).toMatchObject([{ requests: 20, errors: 10, usual_error_share: 0 }, []]);
  });

  test("not said of what is over the limit, nor of a credential that always fails so", async () => {
    const limited = await key();
    await use(limited.id, 50, { status: 429, code: "rate_limit_exceeded" });
    const usual = await key();
    await world.owner`insert into usage_hours select ${org.id}, date_trunc('hour', now()) - interval '3 hours', ${usual.id},
      'api_key', true, 'getUser', status, 50, 100 from (values (200::smallint), (404::smallint)) as s(status)`;
    await use(usual.id, 30, { status: 404, code: "not_found" });
    await look();
    expect([await spikes(limited.id), await spikes(usual.id)]).toEqual([[], []]);
  });
});

describe("of limits", () => {
  // In the middle of a window, so that none ends while the test runs.
  const timeMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 + 1_800_000;
  const clock = { ...databaseClock(), now: () => new Date(timeMs) };
  const lookThen = () => watch({ db: world.runtime.db, clock });
  const quotas = async (id: string) =>
    (await toldOf(id)).filter(({ kind }) => kind === "usage.quota").map(({ data }) => [data.of, data.percent]);

  test("said at 75, 90 and 100 %, each once, and only the highest of several at once", async () => {
    const { id } = await key(owner, { rate_limit: 20 });
    const steps: [number, unknown[]][] = [
      [14, []],
      [1, [["credential", 75]]],
      [2, [["credential", 75]]],
      [
        3,
        [
          ["credential", 75],
          ["credential", 100],
        ],
      ],
    ];
    for (const [count, expected] of steps) {
      await use(id, count, { timeMs });
      await lookThen();
      await lookThen();
      expect(await quotas(id)).toEqual(expected);
    }
  });

  test("refused requests do not count", async () => {
    const { id } = await key(owner, { rate_limit: 10 });
    await use(id, 20, { timeMs, status: 429, code: "rate_limit_exceeded" });
    await use(id, 20, { timeMs, status: 401, code: "disabled_key" });
    await lookThen();
    expect(await quotas(id)).toEqual([]);
  });

  test("members and organizations have theirs", async () => {
    const there = await world.organization();
    const lead = await world.member(there, "owner");
    const editor = await world.member(there, "editor");
    const settings = { member_rate_limit: 10, organization_rate_limit: 16 };
    await world.owner`update organizations set settings = ${world.owner.json(settings)} where id = ${there.id}`;
    const [a, b, c] = [await key(editor), await key(editor), await key(lead)];
    for (const { id } of [a, b, c]) await use(id, 5, { orgId: there.id, timeMs });
    await lookThen();
    expect(await quotas(editor.user.id)).toEqual([
      ["member", 100],
      ["member", 100],
    ]);
    expect(await quotas(lead.user.id)).toEqual([]);
    expect(await quotas(there.id)).toEqual([["organization", 90]]);
  });
});

test("two instances that watch at once say each thing once", async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => key(owner, { expires_at: inDays(6) })));
  await world.owner`update credentials set created_at = now() - interval '90 days' where id = any(${made.map(({ id }) => id)})`;
  const other = await startRuntime({ ...world.config, databasePoolSize: 2 });
  try {
    for (let round = 0; round < 5; round += 1) await Promise.all([watch(world.runtime), watch(other), watch(other)]);
  } finally {
    await other.stop();
  }
  for (const { id } of made) expect(await kindsOf(id)).toEqual(["key.created", "key.expiring"]);
});

test("by mail each is told once, and what has gathered is one mail", async () => {
  const there = await world.organization("Harbour");
  const lead = await world.member(there, "owner");
  const made = await key(lead, { name: "Tide\r\nstation" });
  await revokeKey(world.call(lead), { id: made.id });
  const mailing = async () => {
    while (await mailAlerts(world.runtime));
  };
  await Promise.all([mailing(), mailing()]);
  const mails = await world.mailsTo(lead.user.email ?? "");
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe("Harbour: 2 alerts");
  expect(mails[0]?.text).toContain("“Tide station” was created by Test owner.");
  expect(mails[0]?.text).toContain("“Tide station” was revoked by Test owner.");
  expect(mails[0]?.text).not.toContain(made.api_key?.slice(12, 40));
  await mailing();
  expect(await world.mailsTo(lead.user.email ?? "")).toHaveLength(1);
});
