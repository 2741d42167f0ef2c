import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SettingsPatch } from "#contract/organization.ts";
import { CreatePolicyInput } from "#contract/policy.ts";
import type { Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { readDashboardData } from "#domain/dashboards/read-dashboard-data.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { changeRole } from "#domain/members/change-role.ts";
import { readPlan } from "#domain/members/read-plan.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { deletePolicy } from "#domain/policies/delete-policy.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { removeProjectMember } from "#domain/projects/remove-project-member.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { deleteServiceAccount } from "#domain/service-accounts/delete-service-account.ts";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createShareLink } from "./create-share-link.ts";
import { getShareLink } from "./get-share-link.ts";
import { listShareLinks } from "./list-share-links.ts";
import { openShareLink } from "./open-share-link.ts";
import { revokeShareLink } from "./revoke-share-link.ts";
import { updateShareLink } from "./update-share-link.ts";

let world: World;
let api: Api;
let organization: Organization;
let owner: Principal;
let editor: Principal;
let source: string;
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  organization = await world.organization();
  owner = await world.member(organization, "owner");
  editor = await world.member(organization, "editor");
  source = (await importFile(world, editor, "city,people\nOslo,700000\nBergen,290000\n", { name: "Cities" })).id;
});

type More = {
  resource_type?: string;
  resource_id?: string;
  expires_at?: string;
  passcode?: string;
  max_views?: number;
};
const share = async (maker: Principal, more: More = {}) => {
  const asked = { resource_type: "source", resource_id: source, expires_at: inDays(7), ...more };
  const made = await createShareLink(world.call(maker), createShareLink.input.parse(asked));
  return { id: made.id, token: made.share_token ?? "", url: made.url ?? "" };
};
type Sent = { ip?: string; headers?: Record<string, string> };
const read = (token: string, path = `/sources/${source}/data`, { ip = freshIp(), headers = {} }: Sent = {}) =>
  api.send("GET", path, { ip, headers: { "x-share-token": token, ...headers } });
const open = (token: string, passcode?: string, ip = freshIp()) =>
  openShareLink(world.call(owner, { ip }), { token, ...(passcode !== undefined && { passcode }) });
const settle = (settings: SettingsPatch) =>
  updateSettings(world.call(owner), updateSettings.input.parse({ id: organization.id, ...settings }));
const events = async (id: string) =>
  (await world.owner`select action from audit_events where target_id = ${id} order by seq`).map(({ action }) => action);

describe("making a link", () => {
  test("gives a token that reads by header and by address, and says so in the headers", async () => {
    const { id, token, url } = await share(editor);
    expect(token).toMatch(/^gk_share_[0-9A-Za-z]{49}$/);
    expect(url).toBe(`http://localhost:3000/share/${id}#${token}`);
    const byHeader = await read(token);
    expect([byHeader.status, byHeader.body.total_rows]).toEqual([200, 2]);
    expect(byHeader.headers.get("ratelimit-policy")).toBe('"key";q=100;w=3600');
    const byAddress = await api.send("GET", `/sources/${source}/data?page_size=1&share_token=${token}`);
    expect([byAddress.status, byAddress.body.total_pages]).toEqual([200, 2]);
    const head = await api.send("HEAD", `/sources/${source}`, { headers: { "x-share-token": token } });
    expect(head.status).toBe(200);
    const seen = await getShareLink(world.call(editor), { id });
    expect(seen).toMatchObject({
      views: 3,
      status: "active",
      resource: { type: "source", id: source, name: "Cities" },
    });
    expect(seen.last_viewed_at).not.toBeNull();
    expect(await events(id)).toEqual(["share_link.created"]);
  });

  test("keeps the secret out of everything but the first answer", async () => {
    const key = await createKey(
      world.call(editor),
      createKey.input.parse({ name: "Sharer", scopes: ["sharing:write", "data:read"], expires_at: inDays(20) }),
    );
    const body = { resource_type: "source", resource_id: source, expires_at: inDays(5), passcode: "a secret word" };
    const send = () =>
      api.send("POST", "/share-links", { key: key.api_key ?? "", body, headers: { "idempotency-key": "once" } });
    const first = await send();
    const again = await send();
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toMatchObject({ id: first.body.id, share_token: null, url: null });
    const token = String(first.body.share_token);
    await read(token, `/sources/${source}/data?share_token=${token}`, {
      headers: { "x-share-passcode": "a secret word" },
    });
    await read(token.slice(0, -1));
    await world.runtime.meter.flush();
    for (const table of [
      "credentials",
      "credential_secrets",
      "share_links",
      "audit_events",
      "usage_events",
      "idempotency_keys",
      "alerts",
    ]) {
      const text = JSON.stringify(await world.owner.unsafe(`select * from ${table}`));
      expect([table, text.includes(token), text.includes(token.slice(9, 40)), text.includes("a secret word")]).toEqual([
        table,
        false,
        false,
        false,
      ]);
    }
    expect(JSON.stringify(await listShareLinks(world.call(owner), listShareLinks.input.parse({})))).not.toContain(
      token,
    );
  });

  test("needs sharing:write, the scopes it lends, and a resource that one may change", async () => {
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => "made",
        (error: { code: string }) => error.code,
      );
    const withScopes = (scopes: Scope[]) => world.member(organization, "editor", { scopes });
    expect(await refusal(share(await withScopes(["sharing:read", "data:read"])))).toBe("insufficient_scope");
    expect(await refusal(share(await withScopes(["sharing:write"])))).toBe("insufficient_scope");
    expect(await refusal(share(await world.member(organization, "viewer")))).toBe("insufficient_scope");
    expect(await refusal(share(await world.member(await world.organization(), "owner")))).toBe("not_found");
    expect(await refusal(share(owner, { resource_id: "src_none" }))).toBe("not_found");
    expect(await refusal(share(owner, { resource_type: "project" }))).toBe("not_found");
    expect(await refusal(share(await world.member(organization, "editor", { livemode: false })))).toBe("not_found");

    const { id } = await createProject(world.call(owner), { name: "Closed", description: null });
    const closed = await importFile(world, owner, "a\n1\n", { projectId: id });
    expect(await refusal(share(editor, { resource_id: closed.id }))).toBe("not_found");
    await putProjectMember(world.call(owner), { id, user_id: editor.user.id, role: "viewer" });
    expect(await refusal(share(editor, { resource_id: closed.id }))).toBe("forbidden");
    expect(await refusal(share(editor, { resource_type: "project", resource_id: id }))).toBe("forbidden");
    await putProjectMember(world.call(owner), { id, user_id: editor.user.id, role: "editor" });
    expect(await refusal(share(editor, { resource_id: closed.id }))).toBe("made");
  });

  test("is bound by the organization's rules and by the life of the key that asks", async () => {
    const code = (more: More, maker = owner) => share(maker, more).catch((error: { code: string }) => error.code);
    expect(await code({ expires_at: inDays(-1) })).toBe("invalid_input");
    expect(await code({ expires_at: inDays(400) })).toBe("invalid_input");
    for (const [settings, wanted] of [
      [{ max_key_lifetime_days: 3 }, "policy_violation"],
      [{ max_key_lifetime_days: null, key_creation_enabled: false }, "key_creation_disabled"],
      [{ key_creation_enabled: true, allowed_credentials: ["live"] }, "policy_violation"],
    ] as const) {
      await settle(settings as SettingsPatch);
      const settings2 = { ...owner.settings, ...settings } as Principal["settings"];
      expect(await code({}, { ...owner, settings: settings2 })).toBe(wanted);
    }
    await settle({ allowed_credentials: [...owner.settings.allowed_credentials] });
    const made = await createKey(
      world.call(owner),
      createKey.input.parse({
        name: "Short",
        scopes: ["sharing:write", "data:read"],
        expires_at: inDays(2),
        allowed_ips: ["192.0.2.10"],
      }),
    );
    await world.owner`update credentials set rate_limit = 30 where id = ${made.id}`;
    world.runtime.invalidation.apply({ credential: made.id });
    const by = (body: object) =>
      api.send("POST", "/share-links", {
        key: made.api_key ?? "",
        ip: "192.0.2.10",
        body: { resource_type: "source", resource_id: source, ...body },
      });
    expect((await by({ expires_at: inDays(5) })).body.code).toBe("forbidden");
    const { share_token } = (await by({ expires_at: inDays(1) })).body as { share_token: string };
    expect((await read(share_token)).body.code).toBe("ip_not_allowed");
    const inside = await read(share_token, undefined, { ip: "192.0.2.10" });
    expect([inside.status, inside.headers.get("x-ratelimit-limit")]).toEqual([200, "30"]);
  });

  test("with a test key shares test data alone", async () => {
    const made = await createKey(
      world.call(editor),
      createKey.input.parse({ name: "Test", type: "test", scopes: ["sharing:write", "data:read"] }),
    );
    const body = { resource_type: "source", resource_id: source, expires_at: inDays(1) };
    expect((await api.send("POST", "/share-links", { key: made.api_key ?? "", body })).status).toBe(404);
    const tester = { ...editor, livemode: false };
    const testing = await importFile(world, tester, "a\n1\n");
    const shared = await api.send("POST", "/share-links", {
      key: made.api_key ?? "",
      body: { ...body, resource_id: testing.id },
    });
    expect(shared.body).toMatchObject({ livemode: false });
    expect((await read(String(shared.body.share_token), `/sources/${testing.id}/data`)).status).toBe(200);
    expect((await listShareLinks(world.call(editor), listShareLinks.input.parse({}))).data).toEqual([]);
  });
});

describe("a link confines its visitors", () => {
  test("to its source, also against its maker's own other sources", async () => {
    const other = await importFile(world, owner, "secret\n1\n");
    const { token } = await share(owner);
    expect((await read(token, `/sources/${other.id}/data`)).status).toBe(404);
    expect((await read(token, `/sources/${other.id}`)).status).toBe(404);
    const listed = (await read(token, "/sources")).body as { data: { id: string }[] };
    expect(listed.data.map(({ id }) => id)).toEqual([source]);
    expect((await read(token, "/projects")).body.code).toBe("forbidden");
  });

  test("to its project and what is in it", async () => {
    const { id } = await createProject(world.call(owner), { name: "Open", description: null });
    const inside = await importFile(world, owner, "a\n1\n", { projectId: id });
    const { token } = await share(owner, { resource_type: "project", resource_id: id });
    const listed = (await read(token, "/sources")).body as { data: { id: string }[] };
    expect(listed.data.map((each) => each.id)).toEqual([inside.id]);
    expect((await read(token, `/sources/${inside.id}/data`)).status).toBe(200);
    expect((await read(token, `/sources/${source}/data`)).status).toBe(404);
    const projects = (await read(token, "/projects")).body as { data: { id: string }[] };
    expect(projects.data.map((each) => each.id)).toEqual([id]);
    expect((await read(token, `/projects/${id}/members`)).body.code).toBe("forbidden");
  });

  test("to its dashboard, its numbers, and none of the sources below them", async () => {
    const count = (source_id: string) => ({
      title: "Rows",
      kind: "number" as const,
      source_id,
      query: { aggregate: [{ function: "count" as const }] },
    });
    // The maker reads this source and could not share it.
    const { id: project } = await createProject(world.call(owner), { name: "Read only", description: null });
    const foreign = await importFile(world, owner, "a\n1\n", { projectId: project });
    await putProjectMember(world.call(owner), { id: project, user_id: editor.user.id, role: "viewer" });
    const given = createDashboard.input.parse({ name: "Numbers", charts: [count(source), count(foreign.id)] });
    const { id } = await createDashboard(world.call(editor), given);
    const own = await readDashboardData(world.call(editor), { id });
    expect(own.charts.map(({ problem }) => problem)).toEqual([null, null]);

    const { token } = await share(editor, { resource_type: "dashboard", resource_id: id });
    const { body } = await read(token, `/dashboards/${id}/data`);
    expect(
      (body.charts as { data: unknown[]; problem: { code: string } | null }[]).map((chart) => chart.problem?.code),
    ).toEqual([undefined, "not_available"]);
    expect(JSON.stringify(body)).not.toContain(foreign.id);
    expect((await read(token, `/sources/${source}/data`)).body.code).toBe("forbidden");
    const links = await listShareLinks(world.call(editor), listShareLinks.input.parse({ resource_type: "dashboard" }));
    expect(links.data).toMatchObject([{ resource: { type: "dashboard", id, name: "Numbers" }, status: "active" }]);
  });

  test("to what its maker may read, as a policy says at that moment", async () => {
    const { id, token } = await share(editor);
    const seen = async (query = "") => (await read(token, `/sources/${source}/data${query}`)).body;
    expect((await seen()).total_rows).toBe(2);
    const { id: policy } = await createPolicy(
      world.call(owner),
      CreatePolicyInput.parse({
        name: "Only Oslo, and nobody is counted",
        source_id: source,
        applies_to: [{ type: "member", id: editor.user.id }],
        rows: { column: "city", op: "eq", value: "Oslo" },
        columns: [{ name: "people", access: "hidden" }],
      }),
    );
    expect(await seen()).toMatchObject({ total_rows: 1, data: [{ city: "Oslo" }] });
    for (const query of ["?sort=people", "?filter=people:gt:1", "?fields=people"])
      expect((await seen(query)).code).toBe("invalid_input");
    const { text } = await read(token, `/sources/${source}/export?format=csv`);
    expect(text.trim().split("\r\n")).toEqual(["city", "Oslo"]);
    const asked = { aggregate: [{ function: "sum", column: "people" }] };
    const answer = await api.send("POST", `/sources/${source}/query`, {
      ip: freshIp(),
      headers: { "x-share-token": token },
      body: asked,
    });
    expect(answer.body.code).toBe("invalid_input");
    await deletePolicy(world.call(owner), { id: policy });
    expect((await seen()).total_rows).toBe(2);
    expect(await getShareLink(world.call(owner), { id })).toMatchObject({ views: 4 });
  });

  test("and tells them nobody who works here, and nothing of how the data comes", async () => {
    const { token } = await share(editor);
    const { text, body } = await read(token, `/sources/${source}`);
    expect(body).toMatchObject({ created_by: { id: "", name: "" }, file_name: "", error: null, load: null });
    for (const secret of [editor.user.id, editor.user.name, editor.user.email, organization.name])
      expect(text).not.toContain(secret);
  });

  test("and refuses in the order that every credential is refused in", async () => {
    const { id, token } = await share(editor);
    const other = await share(editor);
    const code = async (headers: Record<string, string>, path = `/sources/${source}/data`) =>
      (await read(token, path, { headers })).body.code;
    expect(await code({ authorization: `Bearer ${other.token}` })).toBe("ambiguous_credential");
    expect(await code({ "x-tenant-id": "org_01h455vb4pex5vsknk084sn02q" }, "/audit-events")).toBe("tenant_mismatch");
    expect(await code({}, "/audit-events")).toBe("forbidden");
    expect(await code({}, "/sources/src_none/data?sort=nothing")).toBe("not_found");
    await world.owner`update credentials set rate_limit = 2 where id = ${id}`;
    world.runtime.invalidation.apply({ credential: id });
    const limited = await read(token, "/audit-events");
    expect(limited.body).toMatchObject({ status: 429, code: "rate_limit_exceeded", limit: 2 });
    expect(limited.headers.get("retry-after")).not.toBeNull();
    const key = (await createKey(world.call(owner), createKey.input.parse({ name: "K", scopes: ["data:read"] })))
      .api_key;
    const inAddress = await api.send("GET", `/sources?share_token=${key}`, { ip: freshIp() });
    expect(inAddress.body.code).toBe("invalid_token");
  });

  test("and takes the source along when it moves to another project", async () => {
    const { id } = await createProject(world.call(owner), { name: "Elsewhere", description: null });
    const { token } = await share(editor);
    await world.owner`update sources set project_id = ${id} where id = ${source}`;
    // Its maker is not in there, so neither is the link.
    expect((await read(token)).status).toBe(404);
    await putProjectMember(world.call(owner), { id, user_id: editor.user.id, role: "editor" });
    expect((await read(token)).status).toBe(200);
  });
});

describe("a link ends", () => {
  test("when it is revoked: at the next request, once, and for every visit", async () => {
    const { id, token } = await share(editor);
    expect((await read(token)).status).toBe(200);
    await revokeShareLink(world.call(owner), { id });
    const answer = await read(token);
    expect([answer.status, answer.body.code]).toEqual([401, "revoked_token"]);
    await expect(open(token)).rejects.toMatchObject({ code: "revoked_token" });
    await expect(revokeShareLink(world.call(owner), { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await events(id)).toEqual(["share_link.created", "share_link.revoked"]);
  });

  test("when it expires", async () => {
    const { id, token } = await share(editor);
    await world.owner`update credentials set expires_at = now() - interval '1 second' where id = ${id}`;
    const answer = await read(token);
    expect([answer.status, answer.body.code]).toEqual([401, "expired_token"]);
    await expect(open(token)).rejects.toMatchObject({ code: "expired_token" });
    expect(await getShareLink(world.call(owner), { id })).toMatchObject({ status: "expired" });
  });

  test("for as long as its maker may not share", async () => {
    const { id, token } = await share(editor);
    const demote = (role: Role) => changeRole(world.call(owner), { id: editor.user.id, role });
    expect((await read(token)).status).toBe(200);
    await demote("viewer");
    expect((await read(token)).body).toMatchObject({ status: 401, code: "inactive_user" });
    expect(await getShareLink(world.call(owner), { id })).toMatchObject({ status: "lapsed" });
    await demote("editor");
    expect((await read(token)).status).toBe(200);
  });

  test("with its maker's place in the project", async () => {
    const { id: project } = await createProject(world.call(owner), { name: "Shared", description: null });
    await putProjectMember(world.call(owner), { id: project, user_id: editor.user.id, role: "editor" });
    const inside = await importFile(world, owner, "a\n1\n", { projectId: project });
    const { id, token } = await share(editor, { resource_id: inside.id });
    const path = `/sources/${inside.id}/data`;
    expect((await read(token, path)).status).toBe(200);
    await putProjectMember(world.call(owner), { id: project, user_id: editor.user.id, role: "viewer" });
    expect((await read(token, path)).status).toBe(404);
    expect(await getShareLink(world.call(owner), { id })).toMatchObject({ status: "lapsed" });
    await expect(open(token)).rejects.toMatchObject({ code: "not_found" });
    await removeProjectMember(world.call(owner), { id: project, user_id: editor.user.id });
    expect((await read(token, path)).status).toBe(404);
  });

  test("with its maker's membership, for good, as the plan of their removal says", async () => {
    const { id, token } = await share(editor);
    await read(token);
    await revokeShareLink(world.call(owner), { id: (await share(editor)).id });
    expect((await readPlan(world.call(owner), { id: editor.user.id })).share_links).toMatchObject([
      { id, resource_type: "source", name: "Cities", views: 1 },
    ]);
    await removeMember(world.call(owner), removeMember.input.parse({ id: editor.user.id }));
    expect((await read(token)).status).toBe(401);
    await world.owner`insert into memberships (org_id, user_id, role) values (${organization.id}, ${editor.user.id}, 'editor')`;
    world.runtime.invalidation.apply({ user: editor.user.id });
    expect((await read(token)).body.code).toBe("revoked_token");
    expect(await getShareLink(world.call(owner), { id })).toMatchObject({ status: "revoked" });
  });

  test("with the account of its maker, and with the service account that made it", async () => {
    const { token } = await share(editor);
    await world.owner`update users set disabled_at = now() where id = ${editor.user.id}`;
    world.runtime.invalidation.apply({ user: editor.user.id });
    expect((await read(token)).body.code).toBe("inactive_user");

    const robot = await createServiceAccount(world.call(owner), { name: "Robot", role: "editor", project_ids: [] });
    const input = { name: "Robot's", scopes: ["sharing:write", "data:read"], service_account_id: robot.id };
    const key = await createKey(world.call(owner), createKey.input.parse(input));
    const body = { resource_type: "source", resource_id: source, expires_at: inDays(1) };
    const made = (await api.send("POST", "/share-links", { key: key.api_key ?? "", body })).body;
    expect((await read(String(made.share_token))).status).toBe(200);
    const keys = [{ key_id: key.id, action: "revoke" as const }];
    await deleteServiceAccount(world.call(owner), { id: robot.id, keys });
    expect((await read(String(made.share_token))).status).toBe(401);
  });

  test("with what it shows, and leaves a line in the list", async () => {
    const { id, token } = await share(editor);
    await deleteSource(world.call(editor), { id: source });
    expect((await read(token)).status).toBe(404);
    expect(await getShareLink(world.call(owner), { id })).toMatchObject({
      status: "lapsed",
      resource: { name: "Cities" },
    });
  });

  test("while the organization allows no links, and while it shortens them", async () => {
    const { id, token } = await share(editor);
    await settle({ allowed_credentials: ["live"] });
    expect((await read(token)).body.code).toBe("policy_violation");
    await expect(open(token)).rejects.toMatchObject({ code: "policy_violation" });
    await settle({ allowed_credentials: ["live", "share"], max_key_lifetime_days: 1 });
    expect((await read(token)).status).toBe(200);
    await world.owner`update credentials set created_at = now() - interval '2 days' where id = ${id}`;
    world.runtime.invalidation.apply({ credential: id });
    expect((await read(token)).body.code).toBe("expired_token");
  });

  test("by no visitor's hand", async () => {
    const { token } = await share(editor);
    await api.send("POST", "/auth/revoke", { ip: freshIp(), headers: { "x-share-token": token }, body: {} });
    await api.send("POST", "/auth/revoke", { ip: freshIp(), body: { token } });
    expect((await read(token)).status).toBe(200);
  });
});

describe("views", () => {
  test("with 50 left and 200 at once, exactly 50 are answered", async () => {
    const { id, token } = await share(editor, { max_views: 60 });
    // The hourly limit of a link is no part of this.
    await world.owner`update credentials set rate_limit = 1000 where id = ${id}`;
    for (let n = 0; n < 10; n += 1) expect((await read(token)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 200 }, () => read(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(["used_up_token"]));
    expect(await getShareLink(world.call(editor), { id })).toMatchObject({ views: 60, status: "used_up" });
    // What is over is said first, whatever is asked for.
    expect((await read(token, "/audit-events")).body).toMatchObject({ status: 401, code: "used_up_token" });
  });

  test("a request that was refused is none", async () => {
    const { id, token } = await share(editor, { max_views: 1 });
    expect((await read(token, "/sources/src_none")).status).toBe(404);
    expect((await read(token, `/sources/${source}/data?sort=nothing`)).status).toBe(422);
    expect((await read(token, "/user")).status).toBe(403);
    expect(await getShareLink(world.call(editor), { id })).toMatchObject({ views: 0, status: "active" });
    expect((await read(token)).status).toBe(200);
    expect((await read(token)).body.code).toBe("used_up_token");
  });

  test("a visit is one, however much is read in it, and outlives the last view", async () => {
    const { id, token } = await share(editor, { max_views: 1 });
    const { visit, resource } = await open(token);
    expect(resource).toEqual({ type: "source", id: source, name: "Cities" });
    expect(visit).not.toContain(token.slice(9, 20));
    await expect(open(token)).rejects.toMatchObject({ code: "used_up_token" });
    expect(await getShareLink(world.call(editor), { id })).toMatchObject({ views: 1, status: "used_up" });
  });
});

describe("a passcode", () => {
  const withPasscode = () => share(editor, { passcode: "open sesame" });
  const guess = (token: string, passcode: string, ip = freshIp()) =>
    read(token, undefined, { ip, headers: { "x-share-passcode": passcode } });

  test("is asked of every request, and right or wrong says nothing of what is shared", async () => {
    const { id, token } = await withPasscode();
    expect((await read(token)).body).toMatchObject({ status: 401, code: "passcode_required" });
    expect((await guess(token, "open barley")).body.code).toBe("passcode_required");
    expect((await guess(token, "open sesame")).status).toBe(200);
    await expect(open(token)).rejects.toMatchObject({ code: "passcode_required" });
    await expect(open(token, "open barley")).rejects.toMatchObject({ code: "passcode_required" });
    expect((await open(token, "open sesame")).resource.name).toBe("Cities");
    const [row] = await world.owner`select passcode_hash from share_links where id = ${id}`;
    expect(row?.passcode_hash).toMatch(/^[\w-]{43}$/);
  });

  test("cannot be tried out by one address: at five it is closed, to the right one too", async () => {
    const { token } = await withPasscode();
    const ip = freshIp();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(token, `guess ${n}`, ip)));
    expect(answers.filter(({ body }) => body.code === "passcode_required")).toHaveLength(5);
    const closed = await guess(token, "open sesame", ip);
    expect(closed.body).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
    expect(Number(closed.headers.get("retry-after"))).toBeGreaterThan(1);
    await expect(open(token, "open sesame", ip)).rejects.toMatchObject({ code: "rate_limit_exceeded" });
    expect((await guess(token, "open sesame")).status).toBe(200);
  });

  test("nor by many addresses together", async () => {
    const { token } = await withPasscode();
    let let_through = 0;
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.allSettled(
        Array.from({ length: 10 }, (_, n) => open(token, `guess ${round} ${n}`)),
      );
      let_through += answers.filter(
        (answer) => answer.status === "rejected" && (answer.reason as { code: string }).code === "passcode_required",
      ).length;
    }
    expect(let_through).toBe(30);
    await expect(open(token, "open sesame")).rejects.toMatchObject({ code: "rate_limit_exceeded" });
    await world.owner`update throttles set window_start = now() - interval '16 minutes'`;
    expect((await open(token, "open sesame")).resource.id).toBe(source);
  });
});

describe("narrowing a link", () => {
  test("makes it end earlier, show less often, or ask for another passcode", async () => {
    const { id, token } = await share(editor, { max_views: 10 });
    const earlier = inDays(1);
    const narrowed = await updateShareLink(world.call(editor), {
      id,
      expires_at: earlier,
      max_views: 2,
      passcode: "another one",
    });
    expect(narrowed).toMatchObject({ expires_at: earlier, max_views: 2, has_passcode: true, version: 2 });
    expect((await read(token)).body.code).toBe("passcode_required");
    expect(await events(id)).toEqual(["share_link.created", "share_link.updated"]);
  });

  test("never widens it", async () => {
    const { id } = await share(editor, { max_views: 10 });
    for (const wider of [{ expires_at: inDays(8) }, { max_views: 11 }, { expires_at: inDays(-1) }])
      await expect(updateShareLink(world.call(owner), { id, ...wider })).rejects.toMatchObject({
        code: "invalid_input",
      });
    expect(() => updateShareLink.input.parse({ id, max_views: null })).toThrow();
    expect(() => updateShareLink.input.parse({ id, passcode: null })).toThrow();
    await revokeShareLink(world.call(editor), { id });
    await expect(updateShareLink(world.call(owner), { id, max_views: 1 })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is refused when somebody else was faster", async () => {
    const { id } = await share(editor);
    await updateShareLink(world.call(editor), { id, max_views: 5 });
    await expect(updateShareLink(world.call(owner, { ifMatch: '"1"' }), { id, max_views: 4 })).rejects.toMatchObject({
      code: "precondition_failed",
    });
  });
});

describe("who sees a link", () => {
  test("its maker, whoever could share from its project, owners and admins; nobody of another organization", async () => {
    const { id: project } = await createProject(world.call(owner), { name: "Closed", description: null });
    const inside = await importFile(world, owner, "a\n1\n", { projectId: project });
    const { id } = await share(owner, { resource_id: inside.id });
    const admin = await world.member(organization, "admin");
    const colleague = await world.member(organization, "editor");
    const stranger = await world.member(await world.organization(), "owner");
    const sees = async (principal: Principal) => {
      const { data } = await listShareLinks(
        world.call(principal),
        listShareLinks.input.parse({ resource_id: inside.id }),
      );
      const one = await getShareLink(world.call(principal), { id }).then(
        () => true,
        (error: { code: string }) => error.code,
      );
      return [data.length, one];
    };
    expect(await sees(admin)).toEqual([1, true]);
    expect(await sees(colleague)).toEqual([0, "not_found"]);
    expect(await sees(stranger)).toEqual([0, "not_found"]);
    await expect(revokeShareLink(world.call(stranger), { id })).rejects.toMatchObject({ code: "not_found" });
    await putProjectMember(world.call(owner), { id: project, user_id: colleague.user.id, role: "viewer" });
    expect(await sees(colleague)).toEqual([0, "not_found"]);
    await putProjectMember(world.call(owner), { id: project, user_id: colleague.user.id, role: "editor" });
    expect(await sees(colleague)).toEqual([1, true]);
  });

  test("page by page, by status", async () => {
    for (let n = 0; n < 3; n += 1) await share(editor);
    const { id } = await share(editor);
    await revokeShareLink(world.call(editor), { id });
    const list = (more: object) => listShareLinks(world.call(editor), listShareLinks.input.parse(more));
    const first = await list({ limit: 2 });
    const rest = await list({ limit: 2, cursor: first.next_cursor });
    expect(new Set([...first.data, ...rest.data].map((link) => link.id)).size).toBe(4);
    expect(rest.next_cursor).toBeNull();
    expect((await list({ status: "revoked" })).data.map((link) => link.id)).toEqual([id]);
  });
});
