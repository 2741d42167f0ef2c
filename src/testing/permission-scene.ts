import type { ProjectRole, Role } from "#contract/role.ts";
import type { Tuple } from "#core/permissions/tuple.ts";
import { newId } from "#lib/id.ts";
import type { World } from "./world.ts";

/** Organizations with their members, projects and what is in them: everything by bare ids. */
export type Scene = {
  organizations: { id: string; roles: Record<string, Role> }[];
  projects: { id: string; orgId: string; isDefault: boolean; members: Record<string, ProjectRole> }[];
  objects: { type: SceneObject; id: string; projectId: string }[];
  /** Made by the first member of the organization. */
  links: { id: string; type: "project" | "source"; shows: string; orgId: string }[];
};
/** What lives in a project. */
export type SceneObject = "source" | "dashboard" | "file" | "connector";

/** What a scene is in tuples, told independently of `kept-in.ts`. */
export function tuplesOfScene({ organizations, projects, objects, links }: Scene): Tuple[] {
  return [
    ...organizations.flatMap(({ id, roles }) =>
      Object.entries(roles).map(([user, role]) => ({
        user: `user:${user}`,
        relation: role,
        object: `organization:${id}`,
      })),
    ),
    ...projects.flatMap(({ id, orgId, isDefault, members }) => [
      { user: `organization:${orgId}`, relation: "organization", object: `project:${id}` },
      ...(isDefault ? [{ user: `organization:${orgId}`, relation: "open_to", object: `project:${id}` }] : []),
      ...Object.entries(members).map(([user, role]) => ({
        user: `user:${user}`,
        relation: `made_${role}`,
        object: `project:${id}`,
      })),
    ]),
    ...objects.map(({ type, id, projectId }) => ({
      user: `project:${projectId}`,
      relation: "project",
      object: `${type}:${id}`,
    })),
    ...links.map(({ id, type, shows }) => ({
      user: `share_link:${id}`,
      relation: "shared",
      object: `${type}:${shows}`,
    })),
  ];
}

/** Makes a scene real in the tables, past every verb. */
export async function writeScene({ owner }: World, scene: Scene): Promise<void> {
  const { organizations, projects, objects, links } = scene;
  for (const { id, roles } of organizations) {
    await owner`insert into organizations (id, name) values (${id}, 'Scene')`;
    for (const [user, role] of Object.entries(roles)) {
      await owner`insert into users (id, email, name) values (${user}, ${`${user}@example.test`}, 'Scene')
        on conflict do nothing`;
      await owner`insert into memberships (org_id, user_id, role) values (${id}, ${user}, ${role})`;
    }
  }
  for (const { id, orgId, isDefault, members } of projects) {
    await owner`insert into projects (id, org_id, name, livemode, is_default)
      values (${id}, ${orgId}, 'Scene', true, ${isDefault})`;
    for (const [user, role] of Object.entries(members))
      await owner`insert into project_members (org_id, project_id, user_id, role)
        values (${orgId}, ${id}, ${user}, ${role})`;
  }
  for (const { type, id, projectId } of objects) {
    const orgId = projects.find((project) => project.id === projectId)?.orgId ?? "";
    await insertObject[type](owner, { id, orgId, projectId, maker: makerIn(scene, orgId) });
  }
  for (const { id, type, shows, orgId } of links) {
    await owner`insert into credentials (id, org_id, owner_id, created_by, kind, type, name, hint, preset, scopes)
      values (${id}, ${orgId}, ${makerIn(scene, orgId)}, ${makerIn(scene, orgId)}, 'share', 'live', 'Scene', '', 'custom', '{}')`;
    await owner`insert into share_links (id, org_id, resource_type, resource_id) values (${id}, ${orgId}, ${type}, ${shows})`;
  }
}

/** Who made what is in an organization: its first member. */
export const makerIn = ({ organizations }: Scene, orgId: string): string =>
  Object.keys(organizations.find(({ id }) => id === orgId)?.roles ?? {})[0] ?? "";

type Inserted = { id: string; orgId: string; projectId: string; maker: string };
const insertObject: Record<SceneObject, (sql: World["owner"], object: Inserted) => Promise<unknown>> = {
  source: (sql, { id, orgId, projectId, maker }) => sql`
    insert into sources (id, org_id, project_id, livemode, name, status, format, file_name, bytes, table_name, columns,
      created_by)
    values (${id}, ${orgId}, ${projectId}, true, 'Scene', 'ready', 'csv', 'a.csv', 1, ${id}, '[]', ${maker})`,
  dashboard: (sql, { id, orgId, projectId, maker }) => sql`
    insert into dashboards (id, org_id, project_id, livemode, name, created_by, updated_by)
    values (${id}, ${orgId}, ${projectId}, true, 'Scene', ${maker}, ${maker})`,
  connector: (sql, { id, orgId, projectId, maker }) => sql`
    insert into connectors (id, org_id, project_id, livemode, name, settings, created_by)
    values (${id}, ${orgId}, ${projectId}, true, 'Scene', '{}', ${maker})`,
  file: (sql, { id, orgId, projectId, maker }) => sql`
    insert into files (id, org_id, project_id, livemode, name, content_type, bytes, sha256, created_by)
    values (${id}, ${orgId}, ${projectId}, true, 'Scene', 'text/plain', 1, ${"0".repeat(64)}, ${maker})`,
};

/** Prefixes of ids, as everywhere in the product. */
export const prefixOf: Record<SceneObject, string> = {
  source: "src",
  dashboard: "dash",
  file: "file",
  connector: "con",
};
export const objectTypes = Object.keys(prefixOf) as SceneObject[];

/**
 * THE TABLE OF CHECKS of the permission model, written by hand: a member with this role in the organization and that one
 * in a project is this there, and of whatever is in it. Tried through the compiled statements, the evaluator, and an
 * OpenFGA server.
 */
const checks: readonly [organization: Role, project: ProjectRole | "default" | null, is: ProjectRole | null][] = [
  ["owner", null, "admin"],
  ["owner", "viewer", "admin"],
  ["owner", "default", "admin"],
  ["admin", null, "admin"],
  ["admin", "viewer", "admin"],
  ["admin", "default", "admin"],
  ["editor", null, null],
  ["editor", "viewer", "viewer"],
  ["editor", "editor", "editor"],
  ["editor", "admin", "admin"],
  ["editor", "default", "editor"],
  ["viewer", null, null],
  ["viewer", "viewer", "viewer"],
  ["viewer", "editor", "viewer"],
  ["viewer", "admin", "viewer"],
  ["viewer", "default", "viewer"],
];

/** Has this user the relation to that object? With what a principal of theirs would know. */
export type Question = {
  user: string;
  role: Role;
  orgId: string;
  relation: ProjectRole;
  type: "project" | SceneObject;
  id: string;
};
export type Checked = Question & { expected: boolean };

/** The table as a scene, and every single question that it answers. */
export function sceneOfChecks(): { scene: Scene; asked: Checked[] } {
  const orgId = newId("org");
  const scene: Scene = { organizations: [{ id: orgId, roles: {} }], projects: [], objects: [], links: [] };
  const asked: Checked[] = [];
  for (const [role, inProject, is] of checks) {
    const [user, id] = [newId("user"), newId("prj")];
    if (scene.organizations[0]) scene.organizations[0].roles[user] = role;
    const members = inProject === null || inProject === "default" ? {} : { [user]: inProject };
    scene.projects.push({ id, orgId, isDefault: inProject === "default", members });
    const objects = objectTypes.map((type) => ({ type, id: newId(prefixOf[type]), projectId: id }));
    scene.objects.push(...objects);
    for (const relation of ["admin", "editor", "viewer"] as const) {
      const ranks = { admin: 2, editor: 1, viewer: 0 };
      const expected = is !== null && ranks[is] >= ranks[relation];
      asked.push({ user, role, orgId, relation, type: "project", id, expected });
      if (relation !== "admin")
        for (const object of objects)
          asked.push({ user, role, orgId, relation, type: object.type, id: object.id, expected });
    }
  }
  return { scene, asked };
}
