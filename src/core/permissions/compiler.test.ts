import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { permissionEvaluator } from "#testing/permission-evaluator.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { all, any, type Formula, not, row } from "./formula.ts";
import { formulaOf } from "./formula-of.ts";
import { formulaToSql } from "./formula-to-sql.ts";
import type { KeptIn } from "./kept-in.ts";
import { type Model, type Rewrite, subjectOf } from "./model.ts";
import type { Tuple } from "./tuple.ts";

/** Models that nobody wrote, over one table of tuples: the compiler knows more than our own model needs today. */
let world: World;
let db: Db;
beforeAll(async () => {
  world = await makeWorld();
  await world.owner`create table tuples (org_id text, relation text, object text, subject text)`;
  db = drizzleOver(world.owner);
});
afterAll(() => world.close());

const DIRECT = ["d0", "d1"];
const DERIVED = ["c0", "c1", "c2", "c3"];
const users = ["user:ada", "user:bob"];
const objects = { drawer: ["drawer:1", "drawer:2"], shelf: ["shelf:1", "shelf:2"], room: ["room:1"] };
/** A drawer stands in shelves and rooms, a shelf in rooms. */
const parents: Record<string, Record<string, string>> = {
  drawer: { in: "shelf", at: "room" },
  shelf: { in: "room" },
  room: {},
};
const upward = (type: string) => Object.keys(parents[type] ?? {});

/** A rewrite over relations before the n-th derived one of the type, and over any of its parents': never in a circle. */
const rewrite = (type: string, n: number): fc.Arbitrary<Rewrite> => {
  const leaf = fc.oneof(
    fc.constantFrom(...DIRECT, ...DERIVED.slice(0, n)).map((relation) => ({ computedUserset: { relation } })),
    ...upward(type).map((parent) =>
      fc.constantFrom(...DIRECT, ...DERIVED).map((relation) => ({
        tupleToUserset: { tupleset: { relation: parent }, computedUserset: { relation } },
      })),
    ),
  );
  return fc.letrec<{ node: Rewrite }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      leaf,
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((child) => ({ union: { child } })),
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((child) => ({ intersection: { child } })),
      fc.tuple(tie("node"), tie("node")).map(([base, subtract]) => ({ difference: { base, subtract } })),
    ),
  })).node;
};

const definition = (type: string) =>
  fc.tuple(...DERIVED.map((_, n) => rewrite(type, n))).map((derived) => {
    const written = [...DIRECT, ...upward(type)];
    return {
      type,
      relations: {
        ...Object.fromEntries(written.map((relation) => [relation, { this: {} }])),
        ...Object.fromEntries(DERIVED.map((relation, n) => [relation, derived[n] ?? { this: {} }])),
      },
      metadata: {
        relations: Object.fromEntries(
          written.map((relation) => [
            relation,
            { directly_related_user_types: [{ type: parents[type]?.[relation] ?? "user" }] },
          ]),
        ),
      },
    };
  });
const models: fc.Arbitrary<Model> = fc
  .tuple(definition("drawer"), definition("shelf"), definition("room"))
  .map((definitions) => ({ schema_version: "1.1", type_definitions: [{ type: "user" }, ...definitions] }));

const everything = Object.values(objects).flat();
const tuples: fc.Arbitrary<Tuple[]> = fc.array(
  fc.oneof(
    fc.record({
      user: fc.constantFrom(...users),
      relation: fc.constantFrom(...DIRECT),
      object: fc.constantFrom(...everything),
    }),
    fc.record({
      user: fc.constantFrom(...objects.shelf),
      relation: fc.constant("in"),
      object: fc.constantFrom(...objects.drawer),
    }),
    fc.record({
      user: fc.constantFrom(...objects.room),
      relation: fc.constant("at"),
      object: fc.constantFrom(...objects.drawer),
    }),
    fc.record({
      user: fc.constantFrom(...objects.room),
      relation: fc.constant("in"),
      object: fc.constantFrom(...objects.shelf),
    }),
  ),
  { minLength: 6, maxLength: 24 },
);

const keptIn: KeptIn = Object.fromEntries(
  Object.keys(objects).map((type) => [
    type,
    Object.fromEntries(
      [...DIRECT, ...upward(type)].map((is) => [
        is,
        { table: "tuples", object: "object", subject: "subject", where: { column: "relation", is } },
      ]),
    ),
  ]),
);

test("random models: the compiled statement says what the evaluator finds", async () => {
  let allowed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(models, tuples, async (model, written) => {
      await world.owner`truncate tuples`;
      for (const { user, relation, object } of written)
        await world.owner`insert into tuples values ('org_1', ${relation}, ${object}, ${user})`;
      // What another organization wrote must not count.
      await world.owner`insert into tuples values ('org_2', 'd0', 'drawer:1', 'user:ada'), ('org_2', 'd1', 'shelf:1', 'user:bob')`;
      const { check } = permissionEvaluator(model, written);
      const expected: boolean[] = [];
      const said: boolean[] = [];
      for (const [type, ids] of Object.entries(objects)) {
        const pairs = ids.flatMap((object) => users.map((user) => ({ object, user })));
        const conditions = DERIVED.map((relation) =>
          formulaToSql(formulaOf({ model, keptIn }, { type: "user" }, type, relation), {
            orgId: sql`'org_1'`,
            asker: sql`v.asker`,
            object: sql`v.object`,
          }),
        );
        const values = pairs.map(({ object, user }, n) => sql`(${n}::int, ${object}, ${user})`);
        const rows = await db.execute<{ said: boolean[] }>(sql`
          select array[${sql.join(conditions, sql`, `)}]::boolean[] as said
          from (values ${sql.join(values, sql`, `)}) v (n, object, asker) order by n`);
        said.push(...rows.flatMap((each) => each.said));
        expected.push(...pairs.flatMap(({ object, user }) => DERIVED.map((relation) => check(user, relation, object))));
      }
      expect(said).toEqual(expected);
      allowed += expected.filter(Boolean).length;
      refused += expected.filter((each) => !each).length;
    }),
    { numRuns: 80 },
  );
  expect(Math.min(allowed, refused)).toBeGreaterThan(150);
});

describe("what the compiler does not take", () => {
  const withRelations = (relations: Record<string, Rewrite>): Model => ({
    schema_version: "1.1",
    type_definitions: [{ type: "user" }, { type: "room", relations }],
  });
  const compile = (model: Model) => formulaOf({ model, keptIn }, { type: "user" }, "room", "a");

  test.each([
    [
      "a circle",
      withRelations({ a: { computedUserset: { relation: "b" } }, b: { computedUserset: { relation: "a" } } }),
    ],
    ["an unknown relation", withRelations({ a: { computedUserset: { relation: "missing" } } })],
    ["an unknown rewrite", withRelations({ a: {} })],
  ])("%s", (_, model) => {
    expect(() => compile(model)).toThrow(/permission model/);
  });

  test.each([
    ["sets of subjects", [{ type: "room", relation: "d0" }]],
    ["subjects of two types", [{ type: "user" }, { type: "room" }]],
  ])("%s, which no table of ours keeps", (_, kinds) => {
    const model: Model = {
      schema_version: "1.1",
      type_definitions: [
        {
          type: "room",
          relations: { a: { this: {} } },
          metadata: { relations: { a: { directly_related_user_types: kinds } } },
        },
      ],
    };
    expect(() => subjectOf(model, "room", "a")).toThrow(/more .* than one table can keep/);
  });
});

describe("formulas are said as shortly as they can be", () => {
  const kept = (is: string) => ({ table: "t", object: "o", subject: "s", where: { column: "role", is } });
  const [a, b] = [row(kept("a"), "asker"), row(kept("b"), "asker")];
  const other = row({ table: "u", object: "o", subject: "s" }, "asker");
  test.each<[string, Formula, Formula]>([
    ["known parts fall away", all([true, any([false, a])]), a],
    ["one false is enough", all([a, false]), false],
    ["one true is enough", any([a, true]), true],
    ["nothing is said twice", any([a, any([a])]), a],
    ["a or (a and b) is a", any([other, all([other, a])]), other],
    ["a row to nothing is no row", row(kept("a"), false), false],
    ["not not a is a", not(not(a)), a],
    ["not true is false", not(true), false],
  ])("%s", (_, said, shorter) => {
    expect(said).toEqual(shorter);
  });
  test("rows of one table that differ in a value are one look", () => {
    expect(any([a, other, b])).toEqual({
      any: [{ ...(a as object), where: { column: "role", is: ["a", "b"] } }, other],
    });
  });
});
