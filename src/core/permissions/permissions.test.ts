import { and, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { inTenant } from "#core/tenant.ts";
import { projects } from "#db/schema/organizations.ts";
import { sources } from "#db/schema/sources.ts";
import { permissionEvaluator } from "#testing/permission-evaluator.ts";
import { makerIn, type Question, sceneOfChecks, tuplesOfScene, writeScene } from "#testing/permission-scene.ts";
import { questionsIn, scenes } from "#testing/permission-worlds.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { inProject } from "../projects/project-role.ts";
import { withinBound } from "../sharing/within-bound.ts";
import { formulaOf } from "./formula-of.ts";
import { formulaToSql } from "./formula-to-sql.ts";
import { keptIn } from "./kept-in.ts";
import { may, memberMay } from "./may.ts";
import { model } from "./model.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

type Condition = (asked: Question) => SQL;

/** As a principal whose role is known, and as a member whose role the statement looks up. */
const ways: Record<string, Condition> = {
  "as a principal": ({ orgId, role, user, relation, type, id }) => {
    const principal = { orgId, role, user: { id: user } } as Principal;
    return may(principal, relation as "viewer", type as "project", sql`${id}::text`) ?? sql`true`;
  },
  "as any member": ({ orgId, user, relation, type, id }) =>
    memberMay(
      { orgId: sql`${orgId}::text`, userId: sql`${user}::text` },
      relation as "viewer",
      type as "project",
      sql`${id}::text`,
    ),
};

/** What the statements say, behind row-level security, for all questions of one organization at once. */
async function answers(orgId: string, asked: readonly Question[], condition: Condition): Promise<boolean[]> {
  const columns = asked.map((each) => sql`(${condition(each)})`);
  const [row] = await inTenant(world.runtime.db, { orgId }, (db) =>
    db.execute<{ said: boolean[] }>(sql`select array[${sql.join(columns, sql`, `)}]::boolean[] as said`),
  );
  return row?.said ?? [];
}

const told = ({ role, relation, type }: Question) => `${role}: ${relation} of ${type}`;

describe("the table of checks", () => {
  const { scene, asked } = sceneOfChecks();
  beforeAll(() => writeScene(world, scene));
  const expected = asked.map((each) => [told(each), each.expected]);

  test("by the evaluator", () => {
    const { check } = permissionEvaluator(model, tuplesOfScene(scene));
    const said = asked.map((each) => [
      told(each),
      check(`user:${each.user}`, each.relation, `${each.type}:${each.id}`),
    ]);
    expect(said).toEqual(expected);
  });

  test.each(Object.entries(ways))("by the compiled statements, %s", async (_, condition) => {
    const said = await answers(asked[0]?.orgId ?? "", asked, condition);
    expect(asked.map((each, n) => [told(each), said[n]])).toEqual(expected);
  });
});

test("random worlds: what the statements say is what the evaluator finds, in all of them", async () => {
  let allowed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      await writeScene(world, scene);
      const { check } = permissionEvaluator(model, tuplesOfScene(scene));
      for (const [orgId, asked] of questionsIn(scene)) {
        if (asked.length === 0) continue;
        const expected = asked.map(({ user, relation, type, id }) => check(`user:${user}`, relation, `${type}:${id}`));
        for (const condition of Object.values(ways)) expect(await answers(orgId, asked, condition)).toEqual(expected);
        allowed += expected.filter(Boolean).length;
        refused += expected.filter((each) => !each).length;
      }
    }),
    { numRuns: 60 },
  );
  // Neither all open nor all closed: a property that cannot fail proves nothing.
  expect(Math.min(allowed, refused)).toBeGreaterThan(200);
});

test("random worlds: a share link shows what the model says is shared, while its maker is an editor there", async () => {
  const seen = { shown: 0, hidden: 0 };
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      await writeScene(world, scene);
      const { check } = permissionEvaluator(model, tuplesOfScene(scene));
      for (const { id: linkId, type, shows, orgId } of scene.links) {
        const maker = makerIn(scene, orgId);
        const role = scene.organizations.find(({ id }) => id === orgId)?.roles[maker] ?? "viewer";
        const bound = { linkId, type, id: shows, visiting: false };
        const principal = { orgId, role, user: { id: maker }, bound } as Principal;
        const link = { type: "share_link" as const };
        const shared = (of: "source" | "project", id: PgColumn) =>
          formulaToSql(formulaOf({ model, keptIn }, link, of, "shared"), {
            orgId: sql`${orgId}::text`,
            asker: sql`${linkId}::text`,
            object: sql`${id}`,
          });
        const [rows, compiled] = await inTenant(world.runtime.db, { orgId }, async (db) => [
          [
            ...(await db
              .select({ id: sql<string>`'project:' || ${projects.id}` })
              .from(projects)
              .where(and(inProject(principal, projects.id), withinBound(principal, "project", projects.id)))),
            ...(await db
              .select({ id: sql<string>`'source:' || ${sources.id}` })
              .from(sources)
              .where(and(inProject(principal, sources.projectId), withinBound(principal, "source", sources.id)))),
          ],
          [
            ...(await db
              .select({ id: sql<string>`'project:' || ${projects.id}` })
              .from(projects)
              .where(shared("project", projects.id))),
            ...(await db
              .select({ id: sql<string>`'source:' || ${sources.id}` })
              .from(sources)
              .where(shared("source", sources.id))),
          ],
        ]);
        const things = [
          ...scene.projects.map(({ id }) => `project:${id}`),
          ...scene.objects.filter((each) => each.type === "source").map(({ id }) => `source:${id}`),
        ];
        const isShared = things.filter((thing) => check(`share_link:${linkId}`, "shared", thing));
        const expected = isShared.filter((thing) => check(`user:${maker}`, "editor", thing));
        expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
        expect(compiled.map(({ id }) => id).toSorted()).toEqual(isShared.toSorted());
        seen.shown += expected.length;
        seen.hidden += things.length - expected.length;
      }
    }),
    { numRuns: 60 },
  );
  expect(Math.min(seen.shown, seen.hidden)).toBeGreaterThan(20);
});
