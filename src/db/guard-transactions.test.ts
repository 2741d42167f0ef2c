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
  const outcomeOf = (statement: string) =>
    inTenant(db, { orgId: "org" }, async (tx) => {
      await tx.execute("set local statement_timeout = 0");
      await tx.execute(statement);
    }).then(
      () => "done",
      () => "refused",
    );
  const sleepers = () => world.owner<{ pid: number }[]>`select pid from pg_stat_activity
    where datname = current_database() and state = 'active' and query like 'select pg_sleep%'`;
  let cut = 0;
  for (let round = 0; round < 5; round += 1) {
    let over = 0;
    // They sleep for longer than anybody waits, so that only a cut can end them: this one, or the one of the round
    // before, where it is found out now.
    const outcomes = Array.from({ length: 4 }, () => outcomeOf("select pg_sleep(3600)").finally(() => over++));
    await expect.poll(async () => (await sleepers()).length + over).toBe(4);
    for (const { pid } of await sleepers()) {
      await world.owner`select pg_terminate_backend(${pid})`;
      cut += 1;
    }
    expect(await Promise.all(outcomes)).toEqual(Array(4).fill("refused"));
    await expect.poll(() => outcomeOf("select 1")).toBe("done");
  }
  expect(cut).toBeGreaterThanOrEqual(4);
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
