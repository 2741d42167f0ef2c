import fc from "fast-check";
import type { ProjectRole, Role } from "#contract/role.ts";
import { newId } from "#lib/id.ts";
import { objectTypes, prefixOf, type Question, type Scene } from "./permission-scene.ts";

const role = fc.constantFrom<Role>("owner", "admin", "editor", "viewer");
const projectRole = fc.constantFrom<ProjectRole>("admin", "editor", "viewer");
const upTo = (most: number) => ({ maxLength: most });

/** Two organizations that share some people, their projects, and what is in them. */
export const scenes: fc.Arbitrary<Scene> = fc
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
    fc.array(fc.nat(20), upTo(3)),
  )
  .map(([memberships, projects, objects, shown]) => {
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
      const members = Object.fromEntries(inside.map(({ who, role: of }) => [people[who] ?? "", of]));
      return { id: newId("prj"), orgId: home?.id ?? "", isDefault: each.isDefault, members };
    });
    // Whoever made an object is a member; an empty organization has none.
    const homes = made.filter(({ orgId }) =>
      organizations.some(({ id, roles }) => id === orgId && Object.keys(roles).length > 0),
    );
    const things =
      homes.length === 0
        ? []
        : objects.map((each) => ({
            type: each.type,
            id: newId(prefixOf[each.type]),
            projectId: homes[each.in % homes.length]?.id ?? "",
          }));
    const shareable = [
      ...homes.map(({ id, orgId }) => ({ type: "project" as const, shows: id, orgId })),
      ...things.flatMap(({ type, id, projectId }) =>
        type === "source" ? [{ type, shows: id, orgId: homes.find((home) => home.id === projectId)?.orgId ?? "" }] : [],
      ),
    ];
    const links = shown.flatMap((n) => {
      const what = shareable[n % Math.max(1, shareable.length)];
      return what ? [{ id: newId("share"), ...what }] : [];
    });
    return { organizations, projects: made, objects: things, links };
  });

/** Everything that can be asked in a scene: of each organization, each member's every relation to everything in it. */
export function questionsIn({ organizations, projects, objects }: Scene): Map<string, Question[]> {
  return new Map(
    organizations.map(({ id: orgId, roles }) => {
      const mine = projects.filter((project) => project.orgId === orgId).map(({ id }) => id);
      const things = [
        ...mine.map((id) => ({ type: "project" as const, id })),
        ...objects.filter(({ projectId }) => mine.includes(projectId)),
      ];
      const asked = Object.entries(roles).flatMap(([user, ofOrganization]) =>
        things.flatMap(({ type, id }) =>
          (["admin", "editor", "viewer"] as const)
            .filter((relation) => type === "project" || relation !== "admin")
            .map((relation) => ({ user, role: ofOrganization, orgId, relation, type, id })),
        ),
      );
      return [orgId, asked];
    }),
  );
}
