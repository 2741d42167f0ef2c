import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Role } from "#contract/role.ts";
import { whoMay } from "#contract/who-may.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { MutationVerb, QueryVerb } from "#core/verb.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { receiveFile } from "#domain/files/receive-file.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { createWebhook } from "#domain/webhooks/create-webhook.ts";
import { testWebhook } from "#domain/webhooks/test-webhook.ts";
import type { StreamedAnswer } from "#rest/operation.ts";
import { operations } from "#rest/operations.ts";
import { importFile } from "#testing/import-file.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeConnector } from "#testing/sync.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { appRouter } from "#trpc/root.ts";

/**
 * THE TABLE OF ROLES, held against the program: each verb of the API and of the console, tried by each role on what
 * somebody else made and on what it made itself.
 */
type AnyVerb = QueryVerb | MutationVerb;
type Procedure = { _def: { meta?: { verb: AnyVerb | { kind: "guest"; name: string } } } };

const verbs = new Map<string, AnyVerb>();
for (const procedure of Object.values(appRouter._def.procedures as unknown as Record<string, Procedure>)) {
  const verb = procedure._def.meta?.verb;
  if (verb && verb.kind !== "guest") verbs.set(verb.name, verb as AnyVerb);
}
for (const operation of operations)
  if (operation.kind === "verb") verbs.set(operation.verb.name, operation.verb as unknown as AnyVerb);
const table = Object.assign({}, ...Object.values(whoMay)) as (typeof whoMay)[string];

let world: World;
let organization: Organization;
/** Another member, whose objects are not those of whoever tries. */
let other: Principal;
let source: string;
let file: string;
let dashboard: string;
const principals = {} as Record<Role, Principal>;

beforeAll(async () => {
  world = await makeWorld();
  organization = await world.organization();
  for (const role of Role.options) principals[role] = await world.member(organization, role);
  other = await world.member(organization, "editor");
  source = (await importFile(world, other, "a,b\n1,x\n2,y\n")).id;
  file = (await uploadFile(world, other, "hello")).id;
  dashboard = await makeDashboard();
});
afterAll(() => world.close());

const makeDashboard = async () => {
  const charts = [
    { title: "B", kind: "bar", source_id: source, query: { group_by: ["b"], aggregate: [{ function: "count" }] } },
  ];
  return (await createDashboard(world.call(other), createDashboard.input.parse({ name: "Tried", charts }))).id;
};
const makeKey = async (maker: Principal) =>
  (await createKey(world.call(maker), createKey.input.parse({ name: "Tried", scopes: ["keys:read"] }))).id;
const grant = () => ({
  name: "Tried",
  scopes: ["data:read"],
  expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
});
const id = async (maker: Principal) => ({ id: await makeKey(maker) });
const hook = { url: "https://hooks.example.com", events: ["key.created"] };
const webhook = async () => {
  const { id } = await createWebhook(world.call(principals.owner), createWebhook.input.parse(hook));
  return { id };
};
const delivery = async () => ({ id: (await testWebhook(world.call(principals.owner), await webhook())).id });
/** Where nobody listens. */
const nowhere = { kind: "http" as const, url: "http://127.0.0.1:1/" };
const connector = async () => ({ id: (await makeConnector(world, other, { name: "Tried", settings: nowhere })).id });
const sync = async () => ({ id: (await startSync(world.call(other), await connector())).id });
const member = () => world.member(organization, "viewer");
const robot = async () => {
  const { id } = await createServiceAccount(world.call(principals.owner), {
    name: "Robot",
    role: "viewer",
    project_ids: [],
  });
  return { id };
};
const invitation = async () => {
  const { id } = await createInvitation(world.call(principals.owner), { email: null, role: "viewer" });
  return { id };
};
/** A link into another organization, where nobody of these is a member. */
const linkToElsewhere = async () => {
  const host = await world.member(await world.organization(), "owner");
  const { url } = await createInvitation(world.call(host), { email: null, role: "viewer" });
  return url?.split("/").at(-1) ?? "";
};
/** A project of `maker`: one they made if they may, else one that they were added to. */
const project = async (maker: Principal) => {
  const by = maker.role === "viewer" ? principals.owner : maker;
  const { id } = await createProject(world.call(by), { name: "Tried", description: null });
  if (by !== maker) {
    const add = putProjectMember.input.parse({ id, user_id: maker.user.id, role: "viewer" });
    await putProjectMember(world.call(by), add);
  }
  return { id };
};
/** A link of `maker`, or of the owner where they may not share. */
const shareLink = async (maker: Principal) => {
  const by = maker.role === "viewer" ? principals.owner : maker;
  return { id: (await createShareLink(world.call(by), sharing())).id };
};
const sharing = () => ({ resource_type: "source" as const, resource_id: source, expires_at: grant().expires_at });
const rules = (source_id: string) => ({
  source_id,
  applies_to: [{ type: "role" as const, role: "viewer" as const }],
  columns: [{ name: "b", access: "hidden" as const }],
});
/** On a source of its own: it must not limit what others try. */
const policy = async () => {
  const source_id = (await importFile(world, principals.owner, "a,b\n1,x\n")).id;
  const input = createPolicy.input.parse({ name: "Tried", ...rules(source_id) });
  return { id: (await createPolicy(world.call(principals.owner), input)).id };
};
const session = async ({ user, orgId }: Principal) => {
  const [row] = await world.owner<{ id: string }[]>`insert into sessions (id, user_id, org_id, expires_at)
    values (${`ses_${Math.random().toString(36).slice(2)}`}, ${user.id}, ${orgId}, now() + interval '1 hour') returning id`;
  return { id: row?.id ?? "" };
};

/** What a verb is tried with: an object that `maker` made, on which `actor` acts. Nothing to name: no input. */
const inputs: Record<string, (maker: Principal, actor: Principal) => Promise<object>> = {
  "keys.get": id,
  "keys.create": async () => ({ name: "Made", scopes: ["keys:read"] }),
  "keys.update": async (maker) => ({ id: await makeKey(maker), name: "Renamed" }),
  "keys.rotate": id,
  "keys.read_rotation": id,
  "keys.finish_rotation": async (maker) => {
    const key = await makeKey(maker);
    await rotateKey(world.call(maker), rotateKey.input.parse({ id: key }));
    return { id: key };
  },
  "keys.disable": id,
  "keys.enable": id,
  "keys.revoke": id,
  "keys.usage": id,
  "keys.sparklines": async (maker) => ({ credential_ids: [await makeKey(maker)] }),
  "usage.quota": async (maker) => ({ credential_id: await makeKey(maker) }),
  "tokens.create": async () => ({ name: "Made", scopes: ["data:read"] }),
  "tokens.revoke": async (maker) => ({
    id: (await createToken(world.call(maker), createToken.input.parse({ name: "Tried", scopes: ["data:read"] }))).id,
  }),
  "private_tokens.create": async () => grant(),
  "private_tokens.revoke": async (maker) => ({
    id: (await createPrivateToken(world.call(maker), createPrivateToken.input.parse(grant()))).id,
  }),
  "credentials.verify": async () => ({ key: "gk_live_nonsense" }),
  "sources.get": async () => ({ id: source }),
  "sources.create": async (_, actor) => {
    const file = { stream: Readable.from(["a\n1\n"]), fileName: "tried.csv" };
    // Who may not upload names an upload that is not theirs; they must be refused before anybody looks for it.
    const upload = await stageUpload(world.call(actor), file).catch(() => ({ id: "upl_none" }));
    return { upload_id: upload.id, name: "Made" };
  },
  "sources.update": async () => ({ id: source, name: "Renamed" }),
  "sources.replace": async (_, actor) => loadInto(actor),
  "sources.review_content": async (_, actor) => loadInto(actor),
  "sources.append": async () => ({ id: (await importFile(world, other, "a\n1\n")).id, rows: [{ a: 2 }] }),
  "sources.delete": async () => ({ id: (await importFile(world, other, "a\n1\n")).id }),
  "sources.read_rows": async () => ({ id: source }),
  "sources.query": async () => ({ id: source }),
  "sources.export": async () => ({ id: source, format: "csv" }),
  "sources.rejected_rows": async () => ({ id: source }),
  "connectors.get": connector,
  "connectors.create": async () => ({ name: "Made", settings: nowhere }),
  "connectors.update": async () => ({ ...(await connector()), name: "Renamed" }),
  "connectors.delete": connector,
  "connectors.test": connector,
  "connectors.sync": connector,
  "connectors.list_syncs": connector,
  "connectors.get_sync": sync,
  "connectors.cancel_sync": sync,
  "connectors.accept_columns": connector,
  "files.get": async () => ({ id: file }),
  "files.read_content": async () => ({ id: file }),
  "files.create": async (_, actor) => {
    const incoming = { stream: Readable.from([Buffer.from("x")]), fileName: "tried.txt", contentType: null };
    // Who may not upload brings what somebody else received; they must be refused before anybody looks at it.
    const received = await receiveFile(world.call(actor), incoming).catch(() =>
      receiveFile(world.call(other), { ...incoming, stream: Readable.from([Buffer.from("x")]) }),
    );
    return received;
  },
  "files.update": async () => ({ id: (await uploadFile(world, other, "x")).id, name: "Renamed" }),
  "files.delete": async () => ({ id: (await uploadFile(world, other, "x")).id }),
  "share_links.get": shareLink,
  "share_links.create": async () => sharing(),
  "share_links.update": async (maker) => ({ ...(await shareLink(maker)), max_views: 5 }),
  "share_links.revoke": shareLink,
  "policies.get": policy,
  "policies.create": async () => ({ name: "Made", ...rules((await importFile(world, other, "a,b\n1,x\n")).id) }),
  "policies.update": async () => ({ ...(await policy()), name: "Renamed" }),
  "policies.delete": policy,
  "policies.preview": async () => ({ policy: rules(source), as: other.user.id }),
  "policies.touched": policy,
  "policies.preview_touched": async () => ({ source_id: source, applies_to: [{ type: "everybody" }] }),
  "policies.view_as": async () => ({ id: source, as: other.user.id }),
  "policies.binding": id,
  "dashboards.get": async () => ({ id: dashboard }),
  "dashboards.read_data": async () => ({ id: dashboard }),
  "dashboards.create": async () => ({ name: "Made" }),
  "dashboards.update": async () => ({ id: dashboard, name: "Renamed" }),
  "dashboards.duplicate": async () => ({ id: dashboard }),
  "dashboards.delete": async () => ({ id: await makeDashboard() }),
  "requests.get": async (maker) => {
    const event = metered({ orgId: maker.orgId, credentialId: await makeKey(maker), userId: maker.user.id });
    await recordAll(world.runtime.meter, [event]);
    await world.runtime.meter.flush();
    return { request_id: event.requestId };
  },
  "alerts.set_preferences": async () => ({ data: [{ kind: "key.created", console: true, email: true }] }),
  "webhooks.create": async () => hook,
  "webhooks.get": webhook,
  "webhooks.update": webhook,
  "webhooks.delete": webhook,
  "webhooks.rotate_secret": webhook,
  "webhooks.test": webhook,
  "webhooks.deliveries": webhook,
  "webhooks.delivery": delivery,
  "webhooks.resend": delivery,
  "organizations.get": async (_, actor) => ({ id: actor.orgId }),
  "settings.get": async (_, actor) => ({ id: actor.orgId }),
  "settings.update": async (_, actor) => ({ id: actor.orgId }),
  "settings.preview": async (_, actor) => ({ id: actor.orgId }),
  "settings.test_origin": async (_, actor) => ({ id: actor.orgId, origin: "https://app.example.com" }),
  "organizations.set_default": async (_, actor) => ({ organization_id: actor.orgId }),
  "organizations.transfer": async () => ({ user_id: "user_none" }),
  "organizations.delete": async () => ({ name: "not its name" }),
  "members.get": async () => ({ id: other.user.id }),
  "members.change_role": async () => ({ id: (await member()).user.id, role: "viewer" }),
  "members.remove": async () => ({ id: (await member()).user.id }),
  "members.plan": async (maker) => ({ id: maker.user.id }),
  // With a key that they do not have: everybody stays.
  "members.leave": async () => ({ keys: [{ key_id: "key_none", action: "revoke" }] }),
  "invitations.create": async () => ({ role: "viewer" }),
  "invitations.resend": invitation,
  "invitations.revoke": invitation,
  "invitations.accept": async () => ({ token: await linkToElsewhere() }),
  "service_accounts.create": async () => ({ name: "Made", role: "viewer" }),
  "service_accounts.get": robot,
  "service_accounts.update": async () => ({ ...(await robot()), name: "Renamed" }),
  "service_accounts.delete": robot,
  "projects.get": project,
  "projects.create": async () => ({ name: "Made" }),
  "projects.update": async (maker) => ({ ...(await project(maker)), name: "Renamed" }),
  "projects.delete": project,
  "projects.list_members": project,
  "projects.list_candidates": project,
  "projects.put_member": async (maker) => ({ ...(await project(maker)), user_id: other.user.id, role: "viewer" }),
  "projects.remove_member": async (maker) => {
    const { id } = await project(maker);
    const { user } = await member();
    const add = putProjectMember.input.parse({ id, user_id: user.id, role: "viewer" });
    await putProjectMember(world.call(principals.owner), add);
    return { id, user_id: user.id };
  },
  "organizations.create": async () => ({ name: "Another" }),
  "organizations.rename": async () => ({ name: "Renamed" }),
  "organizations.switch": async (_, actor) => ({ organization_id: actor.orgId }),
  "sessions.switch_mode": async () => ({ livemode: true }),
  "sessions.revoke": async (_, actor) => session(actor),
  "users.rename": async () => ({ name: "Renamed" }),
  "users.change_password": async () => ({ current_password: "not the right one", password: "a long enough password" }),
  "users.ask_email_change": async () => ({ email: "another@example.test" }),
  "users.confirm_identity": async () => ({ password: "not the right one" }),
  "users.enable_second_factor": async () => ({ setup: "not what was set up", code: "123456" }),
  "users.add_passkey": async () => ({
    name: "X",
    credential: { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "", attestationObject: "" } },
  }),
  "users.remove_passkey": async (_, actor) => {
    const key = `pk_${Math.random().toString(36).slice(2)}`;
    await world.owner`insert into passkeys (id, user_id, name, credential_id, public_key, counter, synced)
      values (${key}, ${actor.user.id}, 'X', ${key}, '', 0, false)`;
    return { id: key };
  },
  "users.delete_account": async () => ({ email: "not-theirs@example.test" }),
};
async function loadInto(actor: Principal): Promise<object> {
  const file = { stream: Readable.from(["a\n1\n"]), fileName: "tried.csv" };
  const upload = await stageUpload(world.call(actor), file).catch(() => ({ id: "upl_none" }));
  return { id: (await importFile(world, other, "a\n1\n")).id, upload_id: upload.id };
}
/** Verbs that name no object of somebody's and give what one may see of all. */
const lists = new Set([
  "projects.list",
  "share_links.list",
  "keys.list",
  "tokens.list",
  "private_tokens.list",
  "usage.read",
  "requests.list",
  "requests.group_errors",
]);
/** Verbs that leave out what one may not see, instead of refusing. */
const leavesOut = new Set(["keys.sparklines"]);

type Outcome = { code: string; value: unknown };
async function attempt(verb: AnyVerb, actor: Principal, maker: Principal): Promise<Outcome> {
  const input = verb.input.parse((await inputs[verb.name]?.(maker, actor)) ?? {});
  // A session of the portal, as it would be in the table of sessions.
  const via = { ...actor.via, id: (await session(actor)).id };
  return verb(world.call({ ...actor, via }), input as never).then(
    async (value) => {
      // An export keeps a connection until it is read or given up.
      if (verb.name === "sources.export") await (value as StreamedAnswer).stream[Symbol.asyncIterator]().return?.();
      return { code: "passed", value };
    },
    (error: unknown) => {
      if (error instanceof Refusal) return { code: error.code, value: null };
      throw error;
    },
  );
}
const refusedByRole = (code: string) => code === "insufficient_scope" || code === "forbidden";

test("the table names every verb, and no other", () => {
  expect(Object.keys(table).toSorted()).toEqual([...verbs.keys()].toSorted());
});

describe.each(Object.entries(table).map(([name, { may }]) => [name, may] as const))("%s", (name, may) => {
  test.each(Role.options.map((role) => [role, may[role]] as const))("%s: %s", async (role, reach) => {
    const verb = verbs.get(name);
    if (!verb) throw new Error(`There is no verb ${name}.`);
    const actor = principals[role];
    const onTheirs = await attempt(verb, actor, other);
    if (reach === "none") {
      expect(refusedByRole(onTheirs.code)).toBe(true);
      return;
    }
    const onOwn = await attempt(verb, actor, actor);
    expect(refusedByRole(onOwn.code)).toBe(false);
    expect(onOwn.code).not.toBe("not_found");
    if (lists.has(name)) return;
    if (reach === "all") {
      expect(refusedByRole(onTheirs.code)).toBe(false);
      expect(onTheirs.code).not.toBe("not_found");
    } else if (leavesOut.has(name)) expect(onTheirs.value).not.toEqual(onOwn.value);
    else expect(onTheirs.code).toBe("not_found");
  });
});
