import { Readable } from "node:stream";
import type { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isReadScope, type Scope, scopes } from "#contract/scope.ts";
import { publicOperations } from "#core/limits/limit-keys.ts";
import { untouched } from "#core/limits/limiter.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import { listAlerts } from "#domain/alerts/list-alerts.ts";
import { createConnector } from "#domain/connectors/create-connector.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { listProjects } from "#domain/projects/list-projects.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { waitForImport } from "#domain/sources/wait-for-import.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { createWebhook } from "#domain/webhooks/create-webhook.ts";
import { testWebhook } from "#domain/webhooks/test-webhook.ts";
import type { GuestOperation, VerbOperation } from "#rest/operation.ts";
import { operations } from "#rest/operations.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { sessionToken } from "#testing/session-token.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { appRouter, createCaller } from "#trpc/root.ts";

/**
 * THE MATRIX. Every operation and procedure is taken from the program itself, so a new one is tested the day it is
 * added, or fails here until the samples below know it.
 */
let world: World;
let api: Api;
let owner: Principal;
let foreign: {
  organizations: string;
  users: string;
  projects: string;
  serviceAccounts: string;
  invitations: string;
  keys: string;
  sources: string;
  files: string;
  dashboards: string;
  connectors: string;
  syncs: string;
  requests: string;
  uploads: string;
  webhooks: string;
  policies: string;
  deliveries: string;
  alerts: string;
  tokens: string;
  privateTokens: string;
  shareLinks: string;
};

const guestOperations = operations.filter((operation): operation is GuestOperation => operation.kind === "guest");
const verbOperations = operations.filter((operation): operation is VerbOperation => operation.kind === "verb");
type Procedure = { _def: { meta?: { verb: { kind: string; scope?: string | null } } } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;

async function keyWith(held: readonly Scope[], type = "live", principal = owner): Promise<string> {
  const input = createKey.input.parse({ name: "Matrix", type, scopes: [...held] });
  return (await createKey(world.call(principal), input)).api_key ?? "";
}
const policyOn = (source_id: string) => ({
  source_id,
  applies_to: [{ type: "everybody" }],
  columns: [{ name: "b", access: "hidden" }],
});
/** All scopes that neither are nor imply the wanted one. */
const without = (wanted: Scope) =>
  scopes.filter((scope) => scope !== wanted && !(isReadScope(wanted) && scope === wanted.replace(":read", ":write")));

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization("Ours"), "owner");
  const stranger = await world.member(await world.organization("Theirs"), "owner");
  const call = world.call(stranger);
  const key = await createKey(call, createKey.input.parse({ name: "Theirs", preset: "full_access" }));
  const file = () => ({ stream: Readable.from(["a,b\n1,x\n2,y\n"]), fileName: "theirs.csv" });
  const upload = await stageUpload(call, file());
  const source = await createSource(call, { upload_id: upload.id, name: "Theirs" });
  await waitForImport(world.runtime, source.id, PATIENCE_MS);
  const dashboard = await createDashboard(call, createDashboard.input.parse({ name: "Theirs" }));
  const waiting = await stageUpload(call, file());
  const storedFile = await uploadFile(world, stranger, "theirs");
  const answer = await api.send("GET", "/user", { key: key.api_key ?? "" });
  await world.runtime.meter.flush();
  const webhook = await createWebhook(
    call,
    createWebhook.input.parse({ url: "https://theirs.example.com", events: ["key.created"] }),
  );
  const delivery = await testWebhook(call, { id: webhook.id });
  const connector = await createConnector(
    call,
    createConnector.input.parse({ name: "Theirs", settings: { kind: "http", url: "https://theirs.example.com" } }),
  );
  const sync = await startSync(call, { id: connector.id });
  const [alert] = (await listAlerts(call, listAlerts.input.parse({}))).data;
  const grant = {
    name: "Theirs",
    scopes: ["data:read"],
    expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
  };
  const token = await createToken(call, createToken.input.parse(grant));
  const privateToken = await createPrivateToken(call, createPrivateToken.input.parse(grant));
  const link = await createShareLink(call, {
    resource_type: "source",
    resource_id: source.id,
    expires_at: grant.expires_at,
  });
  const [project] = (await listProjects(call, listProjects.input.parse({}))).data;
  const policy = await createPolicy(call, createPolicy.input.parse({ name: "Theirs", ...policyOn(source.id) }));
  const robot = await createServiceAccount(call, { name: "Theirs", role: "viewer", project_ids: [] });
  const invitation = await createInvitation(call, createInvitation.input.parse({ role: "viewer" }));
  foreign = {
    organizations: stranger.orgId,
    users: stranger.user.id,
    projects: project?.id ?? "",
    serviceAccounts: robot.id,
    invitations: invitation.id,
    tokens: token.id,
    privateTokens: privateToken.id,
    shareLinks: link.id,
    webhooks: webhook.id,
    policies: policy.id,
    deliveries: delivery.id,
    alerts: alert?.id ?? "",
    keys: key.id,
    sources: source.id,
    files: storedFile.id,
    dashboards: dashboard.id,
    connectors: connector.id,
    syncs: sync.id,
    requests: answer.headers.get("x-request-id") ?? "",
    uploads: waiting.id,
  };
});
afterAll(async () => {
  await api.close();
  await world.close();
});

/** What stands in another organization at the place of a path's parameters. */
function foreignPath(path: string): string {
  const nouns: Record<string, string> = {
    organizations: foreign.organizations,
    users: foreign.users,
    projects: foreign.projects,
    "service-accounts": foreign.serviceAccounts,
    invitations: foreign.invitations,
    "api-keys": foreign.keys,
    sources: foreign.sources,
    files: foreign.files,
    dashboards: foreign.dashboards,
    connectors: foreign.connectors,
    "connector-syncs": foreign.syncs,
    requests: foreign.requests,
    webhooks: foreign.webhooks,
    policies: foreign.policies,
    "webhook-deliveries": foreign.deliveries,
    tokens: foreign.tokens,
    "share-links": foreign.shareLinks,
  };
  const id = path.startsWith("/auth/private-tokens") ? foreign.privateTokens : nouns[path.split("/")[1] ?? ""];
  if (path.includes("{") && !id) throw new Error(`The matrix has no foreign object for ${path}: add one.`);
  return path.replace(/\{\w+\}/, id ?? "");
}
/** Bodies that are good enough to come as far as the object. */
const bodies: Record<string, object> = {
  testOrganizationOrigin: { origin: "https://app.example.com" },
  updateOrganizationSettings: { session_hours: 1 },
  updateOrganization: { name: "Taken over" },
  updateDashboard: { name: "Taken over" },
  updateConnector: { name: "Taken over" },
  updateUser: { role: "viewer" },
  putProjectMember: { role: "viewer" },
  rotateApiKey: { overlap_seconds: 0 },
  updateFile: { name: "Taken over" },
  appendSourceRows: { rows: [{ a: 3 }] },
  updateApiKey: { name: "Taken over" },
  updateShareLink: { max_views: 1 },
  updatePolicy: { name: "Taken over" },
  setAlertPreferences: { data: [{ kind: "key.created", console: true, email: true }] },
};

/** Queries that are good enough to come as far as the object. */
const searches: Record<string, string> = { readSourceDataAs: "?as=user_x" };
/** Reads that take a body. */
const readsByPost = new Set([
  "querySource",
  "verifyKey",
  "previewPolicy",
  "previewTouchedCredentials",
  "previewOrganizationSettings",
  "testOrganizationOrigin",
]);
/** What an operation is open to: a key with these scopes, or a sign-in. */
const credentialFor = async ({ verb }: VerbOperation, held: readonly Scope[]) =>
  verb.sessionOnly ? (await sessionToken(world, owner)).token : keyWith(held);

describe.each(verbOperations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  "%s",
  (_, operation) => {
    const { method, verb } = operation;
    const send = (key: string | undefined, path = operation.path.replace(/\{\w+\}/, "unknown_id")) =>
      api.send(method, `${path}${searches[operation.id] ?? ""}`, {
        ip: freshIp(),
        ...(key && { key }),
        ...(method !== "GET" && { body: bodies[operation.id] ?? {} }),
      });

    test("refuses without a credential, and with a good form of none", async () => {
      expect((await send(undefined)).body).toMatchObject({ status: 401, code: "unauthorized" });
      expect((await send("gk_live_nonsense")).body).toMatchObject({ status: 401, code: "invalid_token" });
    });

    test("refuses every other scope together", async () => {
      if (verb.sessionOnly) {
        expect((await send(await keyWith(scopes))).body).toMatchObject({ status: 403, code: "forbidden" });
        return;
      }
      if (verb.scope === null) {
        expect((await send(await keyWith(["projects:read"]))).status).toBe(200);
        return;
      }
      const refused = await send(await keyWith(without(verb.scope)));
      expect(refused.body).toMatchObject({ status: 403, code: "insufficient_scope", required_scopes: [verb.scope] });
    });

    test("passes with the one scope", async () => {
      if (verb.scope === null) return;
      const { body } = await send(await credentialFor(operation, [verb.scope]));
      expect(["insufficient_scope", "forbidden", "unauthorized", "invalid_token", "internal"]).not.toContain(body.code);
    });

    test("a read-only key changes nothing", async () => {
      if (verb.kind === "query") {
        expect(method).toBe(readsByPost.has(operation.id) ? "POST" : "GET");
        return;
      }
      const { body } = await send(await keyWith(scopes.filter(isReadScope), "read_only"));
      expect(body).toMatchObject({ status: 403, code: verb.sessionOnly ? "forbidden" : "read_only_credential" });
    });

    test("another organization's object is an unknown id", async () => {
      if (!operation.path.includes("{")) return;
      const key = await credentialFor(operation, scopes);
      const theirs = await send(key, foreignPath(operation.path));
      const unknown = await send(key);
      expect(theirs.status).toBe(404);
      const { request_id: _a, ...one } = theirs.body;
      const { request_id: _b, ...two } = unknown.body;
      expect(one).toEqual(two);
    });

    test("answers what it declares", async () => {
      if (operation.path.includes("{") || method !== "GET") return;
      const { status, body } = await send(await credentialFor(operation, scopes));
      expect(status).toBe(200);
      const parsed = verb.output.safeParse(body);
      expect(parsed.error?.issues ?? []).toEqual([]);
    });
  },
);

describe.each(guestOperations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  "%s, for guests",
  (_, { id, method, path }) => {
    test("takes a body without a credential, refuses what it does not know, is counted by address and metered", async () => {
      const ip = freshIp();
      const answer = await api.send(method, path, { ip, body: { not_a_field: true } });
      expect(["invalid_input", "not_found"]).toContain(answer.body.code);
      expect(answer.headers.get("ratelimit-policy")).toBe('"public";q=1000;w=3600');
      expect(answer.headers.get("x-ratelimit-remaining")).toBe("999");
      await world.runtime.meter.flush();
      const rows = await world.owner`select operation, org_id, credential_kind from usage_events where ip = ${ip}`;
      expect(rows).toEqual([{ operation: id, org_id: "", credential_kind: "none" }]);
    });

    test("is known as one that counts by address, also after a restart", () => {
      expect(publicOperations).toContain(id);
    });
  },
);

/** For procedures that need input: what is good enough to come as far as the scope or the object. */
const inputs: Record<string, () => object> = {
  "account.signUp": () => ({ name: "X", email: "matrix@example.test", password: "a long enough password" }),
  "account.rename": () => ({ name: "X" }),
  "account.askPasswordReset": () => ({ email: "matrix@example.test" }),
  "account.resetPassword": () => ({ token: "no such link", password: "a long enough password" }),
  "account.confirmEmail": () => ({ token: "no such link" }),
  "account.askEmailChange": () => ({ email: "matrix@example.test" }),
  "account.confirmIdentity": () => ({ password: "x" }),
  "account.enableSecondFactor": () => ({ setup: "x", code: "123456" }),
  "account.addPasskey": () => ({
    name: "X",
    credential: { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "", attestationObject: "" } },
  }),
  "account.removePasskey": () => ({ id: "pk_x" }),
  "account.deleteAccount": () => ({ email: "matrix@example.test" }),
  "account.changePassword": () => ({ current_password: "x", password: "a long enough password" }),
  "organizations.create": () => ({ name: "X" }),
  "organizations.rename": () => ({ name: "X" }),
  "organizations.switch": () => ({ organization_id: "org_x" }),
  "organizations.switchMode": () => ({ livemode: true }),
  "organizations.get": () => ({ id: foreign.organizations }),
  "settings.get": () => ({ id: foreign.organizations }),
  "settings.update": () => ({ id: foreign.organizations, session_hours: 1 }),
  "settings.preview": () => ({ id: foreign.organizations, session_hours: 1 }),
  "settings.testOrigin": () => ({ id: foreign.organizations, origin: "https://app.example.com" }),
  "organizations.setDefault": () => ({ organization_id: foreign.organizations }),
  "organizations.transfer": () => ({ user_id: "user_x" }),
  "organizations.delete": () => ({ name: "X" }),
  "members.get": () => ({ id: foreign.users }),
  "members.plan": () => ({ id: foreign.users }),
  "members.changeRole": () => ({ id: foreign.users, role: "viewer" }),
  "members.remove": () => ({ id: foreign.users }),
  "invitations.create": () => ({ role: "viewer" }),
  "invitations.resend": () => ({ id: foreign.invitations }),
  "invitations.revoke": () => ({ id: foreign.invitations }),
  "invitations.preview": () => ({ token: "no such link" }),
  "invitations.accept": () => ({ token: "no such link" }),
  "serviceAccounts.get": () => ({ id: foreign.serviceAccounts }),
  "serviceAccounts.create": () => ({ name: "X", role: "viewer" }),
  "serviceAccounts.update": () => ({ id: foreign.serviceAccounts, name: "Taken over" }),
  "serviceAccounts.delete": () => ({ id: foreign.serviceAccounts }),
  "projects.get": () => ({ id: foreign.projects }),
  "projects.create": () => ({ name: "X" }),
  "projects.update": () => ({ id: foreign.projects, name: "Taken over" }),
  "projects.delete": () => ({ id: foreign.projects }),
  "projects.members": () => ({ id: foreign.projects }),
  "projects.candidates": () => ({ id: foreign.projects }),
  "projects.putMember": () => ({ id: foreign.projects, user_id: foreign.users, role: "viewer" }),
  "projects.removeMember": () => ({ id: foreign.projects, user_id: foreign.users }),
  "keys.get": () => ({ id: foreign.keys }),
  "keys.create": () => ({ name: "X", preset: "read_only" }),
  "keys.update": () => ({ id: foreign.keys, name: "Taken over" }),
  "keys.rotate": () => ({ id: foreign.keys }),
  "keys.rotation": () => ({ id: foreign.keys }),
  "keys.finishRotation": () => ({ id: foreign.keys }),
  "keys.disable": () => ({ id: foreign.keys }),
  "keys.enable": () => ({ id: foreign.keys }),
  "keys.revoke": () => ({ id: foreign.keys }),
  "keys.usage": () => ({ id: foreign.keys }),
  "keys.quota": () => ({ credential_id: foreign.keys }),
  "keys.sparklines": () => ({ credential_ids: [foreign.keys] }),
  "sources.get": () => ({ id: foreign.sources }),
  "sources.create": () => ({ upload_id: foreign.uploads, name: "Taken over" }),
  "sources.update": () => ({ id: foreign.sources, name: "Taken over" }),
  "sources.delete": () => ({ id: foreign.sources }),
  "sources.replace": () => ({ id: foreign.sources, upload_id: foreign.uploads }),
  "sources.reviewContent": () => ({ id: foreign.sources, upload_id: foreign.uploads }),
  "sources.append": () => ({ id: foreign.sources, rows: [{ a: 3 }] }),
  "sources.rows": () => ({ id: foreign.sources }),
  "sources.query": () => ({ id: foreign.sources }),
  "policies.get": () => ({ id: foreign.policies }),
  "policies.create": () => ({ name: "X", ...policyOn(foreign.sources) }),
  "policies.update": () => ({ id: foreign.policies, name: "Taken over" }),
  "policies.delete": () => ({ id: foreign.policies }),
  "policies.preview": () => ({ policy: policyOn(foreign.sources), as: foreign.users }),
  "policies.touched": () => ({ id: foreign.policies }),
  "policies.previewTouched": () => ({ source_id: foreign.sources, applies_to: [{ type: "everybody" }] }),
  "policies.binding": () => ({ id: foreign.keys }),
  "policies.viewAs": () => ({ id: foreign.sources, as: foreign.users }),
  "sources.rejectedRows": () => ({ id: foreign.sources }),
  "connectors.get": () => ({ id: foreign.connectors }),
  "connectors.create": () => ({ name: "X", settings: { kind: "http", url: "https://ours.example.com" } }),
  "connectors.update": () => ({ id: foreign.connectors, name: "Taken over" }),
  "connectors.delete": () => ({ id: foreign.connectors }),
  "connectors.test": () => ({ id: foreign.connectors }),
  "connectors.sync": () => ({ id: foreign.connectors }),
  "connectors.syncs": () => ({ id: foreign.connectors }),
  "connectors.getSync": () => ({ id: foreign.syncs }),
  "connectors.cancelSync": () => ({ id: foreign.syncs }),
  "connectors.acceptColumns": () => ({ id: foreign.connectors }),
  "files.get": () => ({ id: foreign.files }),
  "files.update": () => ({ id: foreign.files, name: "Taken over" }),
  "files.delete": () => ({ id: foreign.files }),
  "dashboards.get": () => ({ id: foreign.dashboards }),
  "dashboards.create": () => ({ name: "X" }),
  "dashboards.update": () => ({ version: null, change: { id: foreign.dashboards, name: "Taken over" } }),
  "dashboards.delete": () => ({ id: foreign.dashboards }),
  "dashboards.duplicate": () => ({ id: foreign.dashboards }),
  "dashboards.data": () => ({ id: foreign.dashboards }),
  "alerts.read": () => ({ ids: [foreign.alerts] }),
  "alerts.setPreferences": () => ({ data: [{ kind: "key.created", console: true, email: true }] }),
  "tokens.create": () => ({ name: "X", preset: "read_only" }),
  "tokens.revoke": () => ({ id: foreign.tokens }),
  "tokens.createPrivate": () => ({
    name: "X",
    preset: "read_only",
    expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
  }),
  "tokens.revokePrivate": () => ({ id: foreign.privateTokens }),
  "webhooks.get": () => ({ id: foreign.webhooks }),
  "webhooks.create": () => ({ url: "https://ours.example.com", events: ["key.created"] }),
  "webhooks.update": () => ({ id: foreign.webhooks, description: "Taken over" }),
  "webhooks.delete": () => ({ id: foreign.webhooks }),
  "webhooks.rotateSecret": () => ({ id: foreign.webhooks }),
  "webhooks.test": () => ({ id: foreign.webhooks }),
  "webhooks.deliveries": () => ({ id: foreign.webhooks }),
  "webhooks.delivery": () => ({ id: foreign.deliveries }),
  "webhooks.resend": () => ({ id: foreign.deliveries }),
  "shareLinks.get": () => ({ id: foreign.shareLinks }),
  "shareLinks.create": () => ({
    resource_type: "source",
    resource_id: foreign.sources,
    expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
  }),
  "shareLinks.update": () => ({ id: foreign.shareLinks, max_views: 1 }),
  "shareLinks.revoke": () => ({ id: foreign.shareLinks }),
  "shareLinks.open": () => ({ token: "gk_share_nonsense" }),
  "leaks.report": () => ({ token: "gk_live_nonsense" }),
  "requests.get": () => ({ request_id: foreign.requests }),
};
/** Procedures that name a foreign object and yet answer, with nothing of it. */
const answersEmpty = new Set(["keys.sparklines"]);

describe.each(procedures)("tRPC %s", (path, procedure) => {
  const verb = procedure._def.meta?.verb;
  const call = async (principal: Principal | null) => {
    const { runtime } = world;
    const quota = untouched(1, runtime.clock.nowMs());
    const caller = createCaller({ runtime, principal, request: world.call(owner).request, quota });
    const target = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
    const input = inputs[path]?.() ?? {};
    return (target as (given: object) => Promise<unknown>)(input).then(
      (value) => ({ value, code: "passed" }),
      (error: TRPCError) => ({
        value: null,
        code: error.cause instanceof Refusal ? error.cause.code : `bug: ${error.message}`,
      }),
    );
  };

  test("declares its verb", () => expect(verb).toBeDefined());

  test("refuses whoever is not signed in", async () => {
    const { code } = await call(null);
    if (verb?.kind === "guest") expect(["passed", "invalid_token"]).toContain(code);
    else expect(code).toBe("unauthorized");
  });

  test("refuses every other scope together", async () => {
    if (!verb?.scope) return;
    const wanted = verb.scope as Scope;
    const { code } = await call({ ...owner, scopes: without(wanted), via: { ...owner.via, scopes: without(wanted) } });
    expect(code).toBe("insufficient_scope");
  });

  test("another organization's object is an unknown id, and stays as it is", async () => {
    const input = JSON.stringify(inputs[path]?.() ?? {});
    if (!Object.values(foreign).some((id) => input.includes(id))) return;
    const { code, value } = await call(owner);
    if (answersEmpty.has(path)) expect(JSON.stringify(value)).not.toContain(foreign.keys);
    else expect(code).toBe("not_found");
  });
});

test("after all of that, nothing of the other organization has changed", async () => {
  const [key] =
    await world.owner`select name, version, revoked_at, disabled_at, rotated_at from credentials where id = ${foreign.keys}`;
  expect(key).toEqual({ name: "Theirs", version: 1, revoked_at: null, disabled_at: null, rotated_at: null });
  const [source] =
    await world.owner`select name, status, row_count::int as rows from sources where id = ${foreign.sources}`;
  expect(source).toEqual({ name: "Theirs", status: "ready", rows: 2 });
  const [connector] = await world.owner`select name, version from connectors where id = ${foreign.connectors}`;
  expect(connector).toEqual({ name: "Theirs", version: 1 });
  const [sync] = await world.owner`select status from connector_syncs where id = ${foreign.syncs}`;
  expect(sync).toEqual({ status: "queued" });
  const [file] = await world.owner`select name, version from files where id = ${foreign.files}`;
  expect(file).toEqual({ name: "data.txt", version: 1 });
  const [link] = await world.owner`select c.version, c.revoked_at, s.views, s.max_views from credentials c
    join share_links s on s.id = c.id where c.id = ${foreign.shareLinks}`;
  expect(link).toEqual({ version: 1, revoked_at: null, views: 0, max_views: null });
  const boards = await world.owner`select name, version from dashboards where org_id = (
    select org_id from sources where id = ${foreign.sources})`;
  expect(boards).toEqual([{ name: "Theirs", version: 1 }]);
});
