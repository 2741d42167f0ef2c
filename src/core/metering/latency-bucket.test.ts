import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "#testing/world.ts";
import { BUCKET_GROWTH, bucketOf, durationMsOf, durationUsOf } from "./latency-bucket.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test("a duration read back from its bucket is at most 5 % off", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (us) => {
      const ratio = durationUsOf(bucketOf(us)) / us;
      expect(ratio).toBeGreaterThan(0.95);
      expect(ratio).toBeLessThan(1.05);
    }),
    { numRuns: 5000 },
  );
});

test("buckets begin at 0, grow with the duration and fit a smallint", () => {
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(1)).toBe(0);
  expect(bucketOf(2)).toBe(8);
  expect(bucketOf(2_147_483_647)).toBe(226);
  expect(durationMsOf(bucketOf(1_000_000))).toBeCloseTo(1000, -2);
});

test("the loader's SQL puts every bound into the same bucket", async () => {
  const bounds = Array.from({ length: 226 }, (_, n) => Math.floor(BUCKET_GROWTH ** n)).flatMap((us) => [us, us + 1]);
  const durations = bounds.filter((us) => us <= 2_147_483_647);
  const rows = await world.owner<{ us: number; bucket: number }[]>`
    select us, ceil(ln(greatest(us, 1)::float8) / ln(${BUCKET_GROWTH}::float8))::smallint as bucket
    from unnest(${durations}::int[]) us`;
  for (const { us, bucket } of rows) expect([us, bucket]).toEqual([us, bucketOf(us)]);
});
