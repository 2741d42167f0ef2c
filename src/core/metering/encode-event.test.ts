import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/id.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { KEPT } from "./encode-event.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** What is documented: cut to length, well-formed, NUL replaced. */
function expected(text: string, max: number): string {
  const cut = text.slice(0, max);
  const halved = text.length > max && /[\ud800-\udbff]$/.test(cut);
  return (halved ? cut.slice(0, -1) : cut).toWellFormed().replaceAll("\0", "\ufffd");
}

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom("\\", "\t", "\n", "\r", "\0", "\b", "\f", "\v", "N", ".", "'", "\ud83d", "\ude00", "é", " "),
  }),
  fc.constantFrom(
    "\\N",
    "\\.",
    "",
    "\\",
    "\n\\.\n",
    "x".repeat(5000),
    `${"x".repeat(KEPT.path - 1)}😀`,
    "\\".repeat(3000),
  ),
);

test("texts of clients come back from the database as they were sent", async () => {
  const texts = fc.record({ requestId: nasty, method: nasty, path: nasty, reason: nasty, ip: nasty, userAgent: nasty });
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 30 }), async (all) => {
      const orgId = newId("org");
      const sent = all.map((fields) => metered({ ...fields, orgId }));
      await recordAll(world.runtime.meter, sent);
      await world.runtime.meter.flush();
      const rows = await world.owner`select * from usage_events where org_id = ${orgId} order by id`;
      expect(rows.length).toBe(sent.length);
      for (const [index, event] of sent.entries()) {
        expect(rows[index]).toMatchObject({
          id: event.id,
          request_id: expected(event.requestId, KEPT.requestId),
          method: expected(event.method, KEPT.method),
          path: expected(event.path, KEPT.path),
          reason: expected(event.reason, KEPT.reason),
          ip: expected(event.ip, KEPT.ip),
          user_agent: expected(event.userAgent, KEPT.userAgent),
        });
        expect((rows[index]!.time as Date).getTime()).toBe(event.timeMs);
      }
    }),
    { numRuns: 40 },
  );
});

test("numbers out of range are brought into it", async () => {
  const orgId = newId("org");
  const event = (fields: object) => metered({ orgId, ...fields });
  await recordAll(world.runtime.meter, [
    event({ durationUs: 1e12, status: 200 }),
    event({ durationUs: Number.NaN, status: 70_000 }),
    event({ durationUs: -5, status: -1 }),
    event({ durationUs: 12.7 }),
  ]);
  await world.runtime.meter.flush();
  const rows = await world.owner`select duration_us, status from usage_events where org_id = ${orgId} order by id`;
  expect(rows.map((row) => [row.duration_us, row.status])).toEqual([
    [2_147_483_647, 200],
    [0, 999],
    [0, 0],
    [12, 200],
  ]);
});

test("times for which there can be no partition are filed under now", async () => {
  const orgId = newId("org");
  for (const timeMs of [0, -1, Number.NaN, 1e300, Date.UTC(1999, 0), Date.UTC(2199, 0)])
    await recordAll(world.runtime.meter, [{ ...metered({ orgId }), timeMs }]);
  await world.runtime.meter.flush();
  const rows = await world.owner<{ recent: boolean }[]>`
    select time between now() - interval '1 hour' and now() as recent from usage_events where org_id = ${orgId}`;
  expect(rows.map((row) => row.recent)).toEqual(Array(6).fill(true));
});
