import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeStore } from "#core/permissions/openfga.ts";
import type { Principal } from "#core/principal.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { createFile } from "#domain/files/create-file.ts";
import { receiveFile } from "#domain/files/receive-file.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { operations } from "#rest/operations.ts";
import { importFile } from "#testing/import-file.ts";
import { type OpenFgaDouble, openFgaDouble } from "#testing/openfga-double.ts";
import { makeConnector } from "#testing/sync.ts";
import { makeWorld, type World } from "#testing/world.ts";

/**
 * THE SECOND WALL, held against the program: every operation on something in a project, taken from the list that serves
 * requests, is tried by an owner while an OpenFGA server says no. A verb that forgot to ask would answer.
 */
const areas = ["projects", "sources", "dashboards", "files", "connectors"] as const;
const onOne = operations.flatMap((operation) => {
  const [, area] = /^\/(\w+)\/\{id\}/.exec(operation.path) ?? [];
  const found = areas.find((each) => each === area);
  return operation.kind === "verb" && found ? [{ operation, area: found }] : [];
});

let server: OpenFgaDouble;
let world: World;
let owner: Principal;
let other: Principal;
/** What a verb needs besides the id, to come as far as its answer. */
const more = async (name: string): Promise<object> => {
  if (name === "projects.put_member") return { user_id: other.user.id, role: "viewer" };
  if (name === "projects.remove_member") return { user_id: other.user.id };
  if (name === "sources.append") return { rows: [{ a: 2 }] };
  if (name === "sources.replace") {
    const stream = Readable.from([Buffer.from("a\n2\n")]);
    return { upload_id: (await stageUpload(world.call(owner), { stream, fileName: "data.csv" })).id };
  }
  if (name === "connectors.accept_columns") {
    const review = world.owner.json({ added: [], removed: [], retyped: [], found: [] });
    await world.owner`update connectors set review = ${review} where id = ${ids.connectors ?? ""}`;
  }
  if (name === "policies.view_as") return { as: other.user.id };
  return {};
};
const ids: Partial<Record<(typeof areas)[number], string>> = {};

beforeAll(async () => {
  server = await openFgaDouble();
  const storeId = await makeStore({ url: server.url, token: null });
  world = await makeWorld({ openFga: { url: server.url, storeId, modelId: null, token: null } });
  await world.runtime.work.runOnce();
  const organization = await world.organization();
  owner = await world.member(organization, "owner");
  other = await world.member(organization, "editor");
  const call = world.call(owner);
  ids.projects = (await createProject(call, { name: "Plans", description: null })).id;
  await putProjectMember(call, { id: ids.projects, user_id: other.user.id, role: "editor" });
  ids.sources = (await importFile(world, owner, "a\n1\n")).id;
  ids.dashboards = (await createDashboard(call, createDashboard.input.parse({ name: "Sales" }))).id;
  const received = await receiveFile(call, {
    stream: Readable.from([Buffer.from("text")]),
    fileName: "notes.txt",
    contentType: "text/plain",
  });
  ids.connectors = (
    await makeConnector(world, owner, { name: "Feed", settings: { kind: "http", url: "http://127.0.0.1:1/" } })
  ).id;
  ids.files = (await createFile(call, createFile.input.parse(received))).id;
  await world.runtime.work.runOnce();
});
afterAll(async () => {
  await world.close();
  await server.close();
});

test.each(onOne)("$operation.method $operation.path", async ({ operation, area }) => {
  const id = ids[area];
  if (id === undefined) throw new Error(`there is nothing in ${area} to try this on`);
  const input = operation.verb.input.parse({ id, ...(await more(operation.verb.name)) });
  const attempt = async () =>
    (operation.verb as unknown as (...all: unknown[]) => Promise<unknown>)(world.call(owner), input);
  server.mood = "no";
  server.asked.length = 0;
  await expect(attempt()).rejects.toMatchObject({ code: expect.stringMatching(/^(not_found|forbidden)$/) });
  expect(server.asked.length).toBeGreaterThan(0);
  server.mood = "gone";
  await expect(attempt()).rejects.toMatchObject({ code: "unavailable" });
});
