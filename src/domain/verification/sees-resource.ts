import { and, eq, type SQL } from "drizzle-orm";
import { alsoAsk } from "#core/permissions/questions.ts";
import { withJudge } from "#core/permissions/with-judge.ts";
import type { Principal } from "#core/principal.ts";
import { inProject } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import type { Runtime } from "#core/runtime.ts";
import { inTenant } from "#core/tenant.ts";
import type { Db } from "#db/client.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { projects } from "#db/schema/organizations.ts";
import { sources } from "#db/schema/sources.ts";

/** Whether a project, source or dashboard is there for a principal: of its organization and mode, in a project that it is in. */
export async function seesResource(runtime: Runtime, principal: Principal, id: string): Promise<boolean> {
  const looking = lookUps.get(id.split("_", 1)[0] ?? "");
  if (!looking) return false;
  const tenant = { orgId: principal.orgId, userId: principal.user.id };
  const { answer: found, confirm } = await inTenant(runtime.db, tenant, (tx) =>
    withJudge({ runtime, principal }, tx, async () => {
      const [row] = await looking.look(tx, principal, id);
      if (row) alsoAsk(principal, "viewer", looking.type, id);
      return row;
    }),
  );
  if (!found) return false;
  try {
    await confirm();
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return false;
    throw error;
  }
}

const findProject = (db: Db, principal: Principal, id: string) =>
  db
    .select({ id: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.orgId, principal.orgId),
        eq(projects.livemode, principal.livemode),
        eq(projects.id, id),
        inProject(principal, projects.id) as SQL | undefined,
      ),
    );

const findSource = (db: Db, principal: Principal, id: string) =>
  db
    .select({ id: sources.id })
    .from(sources)
    .where(
      and(
        eq(sources.orgId, principal.orgId),
        eq(sources.livemode, principal.livemode),
        eq(sources.id, id),
        inProject(principal, sources.projectId),
      ),
    );

const findDashboard = (db: Db, principal: Principal, id: string) =>
  db
    .select({ id: dashboards.id })
    .from(dashboards)
    .where(
      and(
        eq(dashboards.orgId, principal.orgId),
        eq(dashboards.livemode, principal.livemode),
        eq(dashboards.id, id),
        inProject(principal, dashboards.projectId),
      ),
    );

type LookUp = (db: Db, principal: Principal, id: string) => PromiseLike<{ id: string }[]>;
const lookUps = new Map<string, { type: "project" | "source" | "dashboard"; look: LookUp }>([
  ["prj", { type: "project", look: findProject }],
  ["src", { type: "source", look: findSource }],
  ["dash", { type: "dashboard", look: findDashboard }],
]);
