import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeLogger } from "#core/logger.ts";
import { newId } from "#lib/id.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { encodeEvent } from "./encode-event.ts";
import { startMeter } from "./meter.ts";
import type { Meter, MeteredRequest } from "./metered-request.ts";
import { newSegmentName } from "./segment.ts";

const NOWHERE = "postgres://gatehouse@127.0.0.1:1/nothing";
const log = makeLogger("silent");
let world: World;
let folder: string;
let orgId: string;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gatehouse-spool-"));
  orgId = newId("org");
  return () => rmSync(folder, { recursive: true, force: true });
});

const start = (databaseUrl = world.config.databaseUrl) => startMeter({ folder, databaseUrl, log });
const stored = async () =>
  (await world.owner<{ id: string }[]>`select id from usage_events where org_id = ${orgId} order by id`).map(
    (row) => row.id,
  );
const ids = (events: readonly MeteredRequest[]) => events.map((event) => event.id).sort();

async function withMeter<T>(use: (meter: Meter) => Promise<T>, databaseUrl?: string): Promise<T> {
  const meter = await start(databaseUrl);
  try {
    return await use(meter);
  } finally {
    await meter.stop();
  }
}

/** A segment as a killed process leaves it. No process has so large an id. */
function leaveBehind(content: string | Buffer, state: "open" | "sealed" = "open"): string {
  const name = newSegmentName();
  writeFileSync(path.join(folder, name[state].replace(/\.\d+\./, ".4194399.")), content);
  return name.id;
}

const lines = (events: readonly MeteredRequest[]) => events.map(encodeEvent).join("");
const some = (count: number, fields: Partial<MeteredRequest> = {}) =>
  Array.from({ length: count }, () => metered({ orgId, ...fields }));

test("what was recorded is in the database after a flush, and the folder is empty", async () => {
  const events = some(500);
  await withMeter(async (meter) => {
    await recordAll(meter, events);
    expect(meter.status().pendingBytes).toBeGreaterThan(0);
    await meter.flush();
    expect(meter.status()).toEqual({ pendingBytes: 0, oldestMs: 0, lastError: null, parked: 0 });
  });
  expect(await stored()).toEqual(ids(events));
  expect(readdirSync(folder)).toEqual([]);
});

test("the spool of the version before, whose lines lack a field, is loaded as well", async () => {
  const events = some(50);
  leaveBehind(lines(events).replaceAll(/\t[tf]\n/g, "\n"));
  await withMeter((meter) => meter.flush());
  expect(await stored()).toEqual(ids(events));
  expect(readdirSync(folder)).toEqual([]);
});

test("an event is in the file before its request is told", async () => {
  await withMeter(async (meter) => {
    const event = metered({ orgId });
    const text = await new Promise<string>((resolve) =>
      meter.record(event, () => resolve(readFileSync(path.join(folder, readdirSync(folder)[0]!), "utf8"))),
    );
    expect(text).toBe(encodeEvent(event));
  });
});

test("requests of one turn are told together, and one that throws keeps nothing from the others", async () => {
  const caught = new Promise((resolve) => process.once("uncaughtException", resolve));
  const listeners = process.listeners("uncaughtException").slice(0, -1);
  for (const listener of listeners) process.off("uncaughtException", listener);
  await withMeter(async (meter) => {
    const told: string[] = [];
    meter.record(metered({ orgId }), () => {
      told.push("a");
      throw new Error("a mistake");
    });
    await new Promise<void>((resolve) =>
      meter.record(metered({ orgId }), () => {
        told.push("b");
        resolve();
      }),
    );
    expect(told).toEqual(["a", "b"]);
    expect(await caught).toMatchObject({ message: "a mistake" });
  });
  for (const listener of listeners) process.on("uncaughtException", listener);
});

test("the roll-ups hold exactly what the raw events hold", async () => {
  const startMs = Date.now() - 3 * 3_600_000;
  const events = Array.from({ length: 4000 }, (_, n) =>
    metered({
      orgId,
      timeMs: startMs + n * 2500,
      credentialId: `key_${n % 7}`,
      operation: n % 3 ? "listSources" : "getUser",
      status: n % 11 ? 200 : 403,
      livemode: n % 13 !== 0,
      durationUs: (n * 7919) % 50_000,
    }),
  );
  await withMeter(async (meter) => {
    for (let at = 0; at < events.length; at += 900) {
      await recordAll(meter, events.slice(at, at + 900));
      await meter.flush();
    }
  });
  for (const [table, unit] of [
    ["usage_minutes", "minute"],
    ["usage_hours", "hour"],
  ] as const) {
    const bucket = world.owner`ceil(ln(greatest(duration_us, 1)::float8) / ln(1.1::float8))::smallint`;
    const wrong = await world.owner`
      select * from (
        select date_trunc(${unit}, time, 'UTC') as start, credential_id, credential_kind, livemode, operation, status,
          ${bucket} as bucket, count(*) as requests
        from usage_events where org_id = ${orgId} group by 1, 2, 3, 4, 5, 6, 7
      ) raw full join (select * from ${world.owner(table)} where org_id = ${orgId}) rolled
        using (start, credential_id, credential_kind, livemode, operation, status, bucket)
      where raw.requests is distinct from rolled.requests`;
    expect(wrong).toEqual([]);
    const [sum] =
      await world.owner`select sum(requests)::int as sum from ${world.owner(table)} where org_id = ${orgId}`;
    expect(sum!.sum).toBe(events.length);
  }
});

test("the last use of a credential is the latest, in whatever order segments come", async () => {
  const credentialId = newId("key");
  const now = Date.now();
  await withMeter(async (meter) => {
    await recordAll(meter, [metered({ orgId, credentialId, timeMs: now, operation: "getUser", status: 403 })]);
    await meter.flush();
    await recordAll(meter, some(3, { credentialId, timeMs: now - 60_000, operation: "listSources" }));
    await meter.flush();
  });
  const rows =
    await world.owner`select last_used_at, operation, status from credential_activity where credential_id = ${credentialId}`;
  expect(rows).toMatchObject([{ last_used_at: new Date(now), operation: "getUser", status: 403 }]);
});

test("segments of a killed process are adopted; the torn line at the end is dropped", async () => {
  const events = some(20);
  const torn = encodeEvent(metered({ orgId })).slice(0, 90);
  leaveBehind(lines(events.slice(0, 10)), "sealed");
  leaveBehind(lines(events.slice(10)) + torn);
  leaveBehind("");
  leaveBehind(torn);
  await withMeter((meter) => meter.flush());
  expect(await stored()).toEqual(ids(events));
  expect(readdirSync(folder)).toEqual([]);
});

test("a segment that was loaded and not yet deleted counts once", async () => {
  const events = some(5);
  const id = leaveBehind(lines(events), "sealed");
  const [file] = readdirSync(folder);
  await withMeter((meter) => meter.flush());
  writeFileSync(path.join(folder, file!), lines(events));
  await withMeter((meter) => meter.flush());
  expect(await stored()).toEqual(ids(events));
  expect(await world.owner`select events from usage_segments where id = ${id}`).toMatchObject([{ events: 5 }]);
});

test("lines that can never be loaded are put aside, the others are loaded", async () => {
  const events = some(6);
  const [a, b, c, d, e, f] = events.map(encodeEvent);
  const damaged = [
    Buffer.from(a! + b!),
    Buffer.from("not\ta line\n"),
    Buffer.from(c!),
    Buffer.concat([Buffer.from(d!.slice(0, 100)), Buffer.alloc(40), Buffer.from("\n")]),
    Buffer.from(e!.replace("curl", "\xff\xfe"), "latin1"),
    Buffer.from(f!),
  ];
  const id = leaveBehind(Buffer.concat(damaged));
  const later = some(3);
  leaveBehind(lines(later));
  await withMeter(async (meter) => {
    await meter.flush();
    expect(meter.status()).toMatchObject({ parked: 1, lastError: null, pendingBytes: 0 });
  });
  expect(await stored()).toEqual(ids([events[0]!, events[1]!, events[2]!, events[5]!, ...later]));
  expect(readdirSync(folder)).toEqual([`${id}.parked`]);
  await withMeter(async (meter) => expect(meter.status().parked).toBe(1));
});

test("while the database is away requests are kept, and loaded when it is back", async () => {
  const events = some(50);
  const begunMs = Date.now();
  await withMeter(async (meter) => {
    await recordAll(meter, events);
    await expect(meter.flush()).rejects.toThrow();
    expect(meter.status().lastError).not.toBeNull();
    expect(meter.status().pendingBytes).toBeGreaterThan(0);
    expect(meter.status().oldestMs).toBeLessThanOrEqual(Date.now() - begunMs);
  }, NOWHERE);
  await withMeter((meter) => meter.flush());
  expect(await stored()).toEqual(ids(events));
});

test("connections that are cut while loading cost nothing and count nothing twice", async () => {
  const events: MeteredRequest[] = [];
  let over = false;
  const cutting = (async () => {
    while (!over) {
      await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'gatehouse-meter' and datname = current_database()`;
      await new Promise((resolve) => setTimeout(resolve, 3 + Math.random() * 25));
    }
  })();
  await withMeter(async (meter) => {
    for (let round = 0; round < 60; round += 1) {
      const batch = some(200);
      events.push(...batch);
      await recordAll(meter, batch);
      await meter.flush().catch(() => {});
    }
    over = true;
    await cutting;
    // The last cut may be found out only now.
    const flushed = () =>
      meter.flush().then(
        () => "all",
        () => "not yet",
      );
    await expect.poll(flushed).toBe("all");
    expect(meter.status()).toMatchObject({ pendingBytes: 0, lastError: null, parked: 0 });
  });
  expect(await stored()).toEqual(ids(events));
  const [hours] = await world.owner`select sum(requests)::int as sum from usage_hours where org_id = ${orgId}`;
  expect(hours!.sum).toBe(events.length);
});
