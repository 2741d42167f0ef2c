import { afterAll, beforeAll, expect, test } from "vitest";
import type { MeteredRequest } from "#core/metering/metered-request.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { anonymousKeyOf, memberKeyOf, organizationKeyOf, publicKeyOf, quotaKeyOf } from "./limit-keys.ts";
import { memoryCounts } from "./memory-counts.ts";
import { restoreLimits } from "./restore-limits.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test("after a restart each caller has used what the pipeline had taken in this window", async () => {
  // In the middle of a window, so that none ends while the test runs.
  const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 + 1_800_000;
  const times = (count: number, fields: Partial<MeteredRequest>) =>
    Array.from({ length: count }, () => metered({ timeMs: nowMs - 60_000, ...fields }));
  const nobody = { credentialId: "", credentialKind: "none" } as const;
  await recordAll(world.runtime.meter, [
    ...times(5, { credentialId: "key_a" }),
    ...times(2, { credentialId: "key_a", status: 404, code: "not_found" }),
    ...times(4, { credentialId: "key_a", status: 429, code: "rate_limit_exceeded" }),
    ...times(2, { credentialId: "key_c" }),
    ...times(9, { credentialId: "key_a", timeMs: nowMs - 3_600_000 }),
    ...times(3, { credentialId: "key_b", status: 401, code: "revoked_token", ip: "192.0.2.1" }),
    ...times(1, { credentialId: "key_b", status: 403, code: "ip_not_allowed", ip: "192.0.2.1" }),
    ...times(2, { ...nobody, status: 401, code: "unauthorized", ip: "192.0.2.1" }),
    ...times(1, { ...nobody, status: 401, code: "invalid_token", ip: "2001:db8:1:2:3::1" }),
    ...times(1, { ...nobody, status: 401, code: "invalid_token", ip: "2001:db8:1:2:9::9" }),
    ...times(6, { ...nobody, status: 400, code: "ambiguous_credential", ip: "192.0.2.1" }),
    ...times(8, { ...nobody, operation: "getHealth", ip: "192.0.2.1" }),
  ]);
  await world.runtime.meter.flush();

  const [callers, addresses] = [memoryCounts(), memoryCounts()];
  await restoreLimits({ sql: world.runtime.sql, callers, addresses, nowMs });
  const { orgId, userId } = metered({});
  expect(Object.fromEntries(callers.all(nowMs))).toEqual({
    [quotaKeyOf("key_a")]: 7,
    [quotaKeyOf("key_c")]: 2,
    [memberKeyOf(orgId, userId)]: 9,
    [organizationKeyOf(orgId)]: 9,
  });
  expect(Object.fromEntries(addresses.all(nowMs))).toEqual({
    [anonymousKeyOf("192.0.2.1")]: 12,
    [anonymousKeyOf("2001:db8:1:2::")]: 2,
    [publicKeyOf("192.0.2.1")]: 8,
  });
});
