import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenFgaConfig } from "#core/config.ts";
import type { Principal } from "#core/principal.ts";
import { changeRole } from "#domain/members/change-role.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { deleteOrganization } from "#domain/organizations/delete-organization.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { removeProjectMember } from "#domain/projects/remove-project-member.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { importFile } from "#testing/import-file.ts";
import { openFgaDouble } from "#testing/openfga-double.ts";
import { findOpenFga, startOpenFga } from "#testing/openfga-server.ts";
import { permissionEvaluator } from "#testing/permission-evaluator.ts";
import { sceneOfChecks, tuplesOfScene, writeScene } from "#testing/permission-scene.ts";
import { questionsIn, scenes } from "#testing/permission-worlds.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { model } from "./model.ts";
import { makeStore, type OpenFga, openFga } from "./openfga.ts";
import { reconcile } from "./reconcile.ts";
import { type Tuple, tupleKey } from "./tuple.ts";

const binary = findOpenFga();
if (!binary)
  console.warn(
    "OpenFGA: no binary on this machine (OPENFGA_BIN, PATH), so what follows ran against a double of it, and NOT against " +
      "the real server. `npm run test:openfga` builds one where Go is, and runs this against it.",
  );
/** The same for a double, which is everywhere, and for the real server, where there is one. */
const servers = [
  ["a double", openFgaDouble],
  ...(binary ? [[`the real server (${binary})`, () => startOpenFga(binary)] as const] : []),
] as const;

describe.each(servers)("%s", (_, startServer) => {
  let server: { url: string; close(): Promise<void> };
  let config: OpenFgaConfig;
  let world: World;
  beforeAll(async () => {
    server = await startServer();
    const storeId = await makeStore({ url: server.url, token: null });
    config = { url: server.url, storeId, modelId: null, token: null };
    world = await makeWorld({ openFga: config });
  });
  afterAll(async () => {
    await world.close();
    await server.close();
  });

  const parts = () => ({ ...world.runtime, openFga: openFga(config) });
  const fill = (takeOver = false) => reconcile(parts(), { takeOver });
  const all = async (of: OpenFga = openFga(config)) => {
    const tuples: Tuple[] = [];
    for await (const page of of.readAll()) tuples.push(...page);
    return tuples;
  };

  test("takes the model, and knows it again", async () => {
    const { modelId } = await fill();
    expect(await openFga(config).ensureModel()).toBe(modelId);
    expect(await openFga({ ...config, modelId }).ensureModel()).toBe(modelId);
  });

  test("says what the table of checks says, of tuples that come from the tables", async () => {
    const { scene, asked } = sceneOfChecks();
    await writeScene(world, scene);
    const { modelId } = await fill();
    const questions = asked.map(({ user, relation, type, id }) => ({
      user: `user:${user}`,
      relation,
      object: `${type}:${id}`,
    }));
    const said = await openFga(config).check(modelId, questions);
    const told = (n: number) => `${asked[n]?.role}: ${asked[n]?.relation} of ${asked[n]?.type}`;
    expect(said.map((each, n) => [told(n), each])).toEqual(asked.map((each, n) => [told(n), each.expected]));
  });

  test("random worlds: holds the tuples of the tables, and says of them what the evaluator finds", async () => {
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        await writeScene(world, scene);
        const { modelId } = await fill();
        const { check } = permissionEvaluator(model, tuplesOfScene(scene));
        const questions = [...questionsIn(scene).values()]
          .flat()
          .map(({ user, relation, type, id }) => ({ user: `user:${user}`, relation, object: `${type}:${id}` }));
        const expected = questions.map(({ user, relation, object }) => check(user, relation, object));
        expect(await openFga(config).check(modelId, questions)).toEqual(expected);
        allowed += expected.filter(Boolean).length;
      }),
      { numRuns: 12 },
    );
    expect(allowed).toBeGreaterThan(20);
  });

  test("follows every verb that changes who may what, each change once it is committed", async () => {
    await fill();
    const organization = await world.organization();
    const owner = await world.member(organization, "owner");
    const ada = await world.member(organization, "editor");
    /** Nothing is missing and nothing too much: the whole store, held against the tables. */
    const inStep = async () => {
      await world.runtime.work.runOnce();
      const left = await world.owner`select 1 from permission_changes`;
      const { tuples, written, deleted } = await fill();
      expect([left.length, written, deleted]).toEqual([0, 0, 0]);
      return tuples;
    };
    const steps = [await inStep()];
    const step = async (work: Promise<unknown>) => {
      await work;
      steps.push(await inStep());
    };
    const { id } = await createProject(world.call(owner), { name: "Plans", description: null });
    await step(Promise.resolve());
    await step(putProjectMember(world.call(owner), { id, user_id: ada.user.id, role: "viewer" }));
    await step(putProjectMember(world.call(owner), { id, user_id: ada.user.id, role: "editor" }));
    await step(removeProjectMember(world.call(owner), { id, user_id: ada.user.id }));
    await step(putProjectMember(world.call(owner), { id, user_id: ada.user.id, role: "admin" }));
    const source = await importFile(world, ada, "a\n1\n", { projectId: id });
    await step(Promise.resolve());
    await step(deleteSource(world.call(ada), { id: source.id }));
    await step(changeRole(world.call(owner), { id: ada.user.id, role: "viewer" }));
    await step(removeMember(world.call(owner), { id: ada.user.id, keys: [] }));
    await step(deleteProject(world.call(owner), { id }));
    await step(deleteOrganization(world.call(owner), { name: organization.name }));
    const gained = steps.map((each, n) => each - (steps[n - 1] ?? each));
    // What each step added: the project, a role in it, another, none, one; a source; none; a role for a role; the member
    // with their role in the project; the project; at last the organization with its two projects, each open to it, and owner.
    expect(gained).toEqual([0, 1, 1, 0, -1, 1, 1, -1, 0, -2, -1, -5]);
    expect((await all()).filter(({ object }) => object.includes(organization.id))).toEqual([]);
  });

  test("is mended: what is missing is written, and what does not belong there goes", async () => {
    const organization = await world.organization();
    const owner: Principal = await world.member(organization, "owner");
    const { modelId } = await fill();
    const missing = { user: `user:${owner.user.id}`, relation: "owner", object: `organization:${organization.id}` };
    const foreign = { user: "user:eve", relation: "owner", object: `organization:${organization.id}` };
    await openFga(config).write(modelId, [foreign], [missing]);
    expect(await fill()).toMatchObject({ written: 1, deleted: 1 });
    const keys = (await all()).map(tupleKey);
    expect([keys.includes(tupleKey(missing)), keys.includes(tupleKey(foreign))]).toEqual([true, false]);
  });

  describe("a store that somebody else filled", () => {
    let other: World;
    beforeEach(async () => {
      other = await makeWorld({ openFga: config });
      return () => other.close();
    });

    test("is left alone, until it is taken over", async () => {
      const organization = await world.organization();
      await world.member(organization, "owner");
      await fill();
      const before = (await all()).length;
      expect(before).toBeGreaterThan(0);
      const theirs = { ...other.runtime, openFga: openFga(config) };
      await expect(reconcile(theirs, { takeOver: false })).rejects.toThrow(/not of this database/);
      expect(await all()).toHaveLength(before);
      await reconcile(theirs, { takeOver: true });
      expect(await all()).toHaveLength(0);
      await fill();
      expect(await all()).toHaveLength(before);
    });
  });
});
