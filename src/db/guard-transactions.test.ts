import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "#core/tenant.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test("transactions whose connection is cut reject, and the process goes on", async () => {
  const { db } = world.runtime;
  const sleep = () =>
    inTenant(db, { orgId: "org" }, (tx) => tx.execute("select pg_sleep(0.3)")).then(
      () => "done",
      () => "refused",
    );
  for (let round = 0; round < 5; round += 1) {
    const outcomes = Promise.all(Array.from({ length: 4 }, sleep));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'select pg_sleep%'`;
    expect(await outcomes).toContain("refused");
    await expect.poll(sleep, { timeout: 10_000 }).toBe("done");
  }
});

test("other failures roll back as before", async () => {
  const { sql } = world.runtime;
  const failing = sql.begin(async (tx) => {
    await tx`insert into throttles values ('gone', 1, now())`;
    throw new Error("on purpose");
  });
  await expect(failing).rejects.toThrow("on purpose");
  expect(await sql.begin((tx) => [tx`select 1 as a`, tx`select key from throttles where key = 'gone'`])).toMatchObject([
    [{ a: 1 }],
    [],
  ]);
  expect(await sql.begin("read only", (tx) => tx`select 2 as b`)).toMatchObject([{ b: 2 }]);
});
