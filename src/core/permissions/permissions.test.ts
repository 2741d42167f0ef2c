import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProjectRole, Role } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import { inTenant } from "#core/tenant.ts";
import { newId } from "#lib/id.ts";
import { permissionEvaluator } from "#testing/permission-evaluator.ts";
import {
  type Checked,
  objectTypes,
  prefixOf,
  type Scene,
  sceneOfChecks,
  tuplesOfScene,
  writeScene,
} from "#testing/permission-scene.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { may, memberMay } from "./may.ts";
import { model } from "./model.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

type Asked = Omit<Checked, "expected">;
type Condition = (asked: Asked) => SQL;

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
async function answers(orgId: string, asked: readonly Asked[], condition: Condition): Promise<boolean[]> {
  const columns = asked.map((each) => sql`(${condition(each)})`);
  const [row] = await inTenant(world.runtime.db, { orgId }, (db) =>
    db.execute<{ said: boolean[] }>(sql`select array[${sql.join(columns, sql`, `)}]::boolean[] as said`),
  );
  return row?.said ?? [];
}

const told = ({ role, relation, type }: Asked) => `${role}: ${relation} of ${type}`;

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

const role = fc.constantFrom<Role>("owner", "admin", "editor", "viewer");
const projectRole = fc.constantFrom<ProjectRole>("admin", "editor", "viewer");
const upTo = (most: number) => ({ maxLength: most });

/** Two organizations that share some people, their projects, and what is in them. */
const scenes: fc.Arbitrary<Scene> = fc
  .tuple(
    fc.array(fc.record({ in: fc.nat(1), who: fc.nat(4), role }), { minLength: 2, maxLength: 8 }),
    fc.array(
      fc.record({
        in: fc.nat(1),
        isDefault: fc.boolean(),
        members: fc.array(fc.record({ who: fc.nat(4), role: projectRole }), upTo(4)),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    fc.array(fc.record({ type: fc.constantFrom(...objectTypes), in: fc.nat(4) }), upTo(5)),
  )
  .map(([memberships, projects, objects]) => {
    const people = Array.from({ length: 5 }, () => newId("user"));
    const organizations = [0, 1].map((n) => ({
      id: newId("org"),
      roles: Object.fromEntries(
        memberships.filter((each) => each.in === n).map((each) => [people[each.who] ?? "", each.role]),
      ),
    }));
    const made = projects.map((each) => {
      const home = organizations[each.in] ?? organizations[0];
      const inside = each.members.filter(({ who }) => home?.roles[people[who] ?? ""]);
      const members = Object.fromEntries(inside.map(({ who, role }) => [people[who] ?? "", role]));
      return { id: newId("prj"), orgId: home?.id ?? "", isDefault: each.isDefault, members };
    });
    // Whoever made an object is a member; an empty organization has none.
    const homes = made.filter(({ orgId }) =>
      organizations.some(({ id, roles }) => id === orgId && Object.keys(roles).length > 0),
    );
    return {
      organizations,
      projects: made,
      objects:
        homes.length === 0
          ? []
          : objects.map((each) => ({
              type: each.type,
              id: newId(prefixOf[each.type]),
              projectId: homes[each.in % homes.length]?.id ?? "",
            })),
    };
  });

test("random worlds: what the statements say is what the evaluator finds, in all of them", async () => {
  let allowed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      await writeScene(world, scene);
      const { check } = permissionEvaluator(model, tuplesOfScene(scene));
      for (const { id: orgId, roles } of scene.organizations) {
        const mine = scene.projects.filter((project) => project.orgId === orgId).map(({ id }) => id);
        const things = [
          ...mine.map((id) => ({ type: "project" as const, id })),
          ...scene.objects.filter(({ projectId }) => mine.includes(projectId)),
        ];
        const asked = Object.entries(roles).flatMap(([user, ofOrganization]) =>
          things.flatMap(({ type, id }) =>
            (["admin", "editor", "viewer"] as const)
              .filter((relation) => type === "project" || relation !== "admin")
              .map((relation) => ({ user, role: ofOrganization, orgId, relation, type, id })),
          ),
        );
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
