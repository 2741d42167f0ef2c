import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "#core/tenant.ts";
import { sources } from "#db/schema/sources.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { inProject } from "../projects/project-role.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test("the rule costs a statement one look at an index: of the object, or once for a whole list", async () => {
  const { owner } = world;
  const organization = await world.organization();
  const ada = await world.member(organization, "editor");
  await owner`insert into users (id, email, name)
    select 'user_' || n, n || '@example.test', 'Many' from generate_series(1, 500) n`;
  await owner`insert into memberships (org_id, user_id, role)
    select ${organization.id}, 'user_' || n, 'editor' from generate_series(1, 500) n`;
  await owner`insert into projects (id, org_id, name, livemode)
    select 'prj_' || n, ${organization.id}, 'Many', true from generate_series(1, 200) n`;
  await owner`insert into project_members (org_id, project_id, user_id, role)
    select ${organization.id}, 'prj_' || p, 'user_' || n, 'viewer' from generate_series(1, 200) p, generate_series(1, 60) n`;
  await owner`insert into project_members (org_id, project_id, user_id, role)
    select ${organization.id}, 'prj_' || p, ${ada.user.id}, 'viewer' from generate_series(1, 10) p`;
  await owner`insert into sources (id, org_id, project_id, livemode, name, status, format, file_name, bytes, table_name,
      columns, created_by)
    select 'src_' || n, ${organization.id}, 'prj_' || (1 + n % 200), true, 'Many', 'ready', 'csv', 'a.csv', 1, 'x', '[]',
      ${ada.user.id} from generate_series(1, 10000) n`;
  await owner`analyze`;

  const planOf = async (rest: SQL) => {
    const rows = await inTenant(world.runtime.db, { orgId: organization.id }, (db) =>
      db.execute<{ "QUERY PLAN": string }>(sql`explain (costs off) select id from sources
        where org_id = ${organization.id} and livemode and ${inProject(ada, sources.projectId)} ${rest}`),
    );
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  };
  const one = await planOf(sql`and id = 'src_5'`);
  expect(one).toContain("Index Scan using project_members_pkey");
  const list = await planOf(sql`order by created_at desc, id desc limit 26`);
  expect(list).toContain("hashed SubPlan");
  expect(list).toContain("Index Scan using project_members_user_idx");
  for (const plan of [one, list]) expect(plan).not.toContain("Seq Scan on project_members");
});
