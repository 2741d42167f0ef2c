import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, scopesOfRole } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { changeRole } from "#domain/members/change-role.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { createInvitation } from "./create-invitation.ts";
import { listInvitations } from "./list-invitations.ts";
import { previewInvitation } from "./preview-invitation.ts";
import { resendInvitation } from "./resend-invitation.ts";
import { revokeInvitation } from "./revoke-invitation.ts";

let world: World;
let organization: Organization;
let owner: Principal;

beforeAll(async () => {
  world = await makeWorld({ smtpUrl: "smtp://127.0.0.1:9" });
  organization = await world.organization("Analytical Engines");
  owner = await world.member(organization, "owner");
});
afterAll(() => world.close());

const invite = (role: Role, { by = owner, email }: { by?: Principal; email?: string } = {}) =>
  createInvitation(world.call(by), createInvitation.input.parse({ role, ...(email && { email }) }));
const tokenOf = (url: string | null) => url?.split("/").at(-1) ?? "";
/** Somebody with an organization of their own, signed in. */
async function newcomer(): Promise<Principal> {
  const who = await world.member(await world.organization("Their own"), "owner");
  await world.owner`insert into sessions (id, user_id, org_id, expires_at)
    values (${who.via.id}, ${who.user.id}, ${who.orgId}, now() + interval '1 day')`;
  return who;
}
const accept = (who: Principal, url: string | null) => acceptInvitation(world.call(who), { token: tokenOf(url) });
const preview = (token: string) =>
  previewInvitation({ runtime: world.runtime, request: world.call(owner).request }, { token });
const roleOf = async ({ user }: Principal) =>
  (await world.owner`select role from memberships where org_id = ${organization.id} and user_id = ${user.id}`)[0]?.role;
const status = async (id: string) =>
  (await listInvitations(world.call(owner), listInvitations.input.parse({ limit: 100 }))).data.find(
    (each) => each.id === id,
  )?.status;

describe("an invitation", () => {
  test("lets one person in, once, with its role, and says so in both chains", async () => {
    const { url, id } = await invite("editor");
    const ada = await newcomer();
    expect(await preview(tokenOf(url))).toMatchObject({
      status: "open",
      organization: "Analytical Engines",
      role: "editor",
      invited_by: "Test owner",
      email_hint: null,
    });
    expect(await accept(ada, url)).toEqual({
      organization_id: organization.id,
      name: "Analytical Engines",
      role: "editor",
    });
    expect(await roleOf(ada)).toBe("editor");
    const [session] = await world.owner`select org_id from sessions where id = ${ada.via.id}`;
    expect(session?.org_id).toBe(organization.id);
    const here = await world.owner<{ action: string }[]>`
      select action from audit_events where org_id = ${organization.id} order by seq desc limit 2`;
    expect(here.map(({ action }) => action)).toEqual(["member.joined", "invitation.accepted"]);
    const there = await world.owner<{ action: string }[]>`select action from audit_events where org_id = ${ada.orgId}`;
    expect(there.map(({ action }) => action)).toEqual(["session.organization_switched"]);
    await expect(accept(await newcomer(), url)).rejects.toMatchObject({ code: "conflict" });
    expect(await status(id)).toBe("accepted");
    expect((await preview(tokenOf(url))).status).toBe("accepted");
  });

  test("leaves no trace of its link but a hash", async () => {
    const { url } = await invite("viewer", { email: "trace@example.test" });
    const dump = JSON.stringify([
      await world.owner`select * from invitations`,
      await world.owner`select * from audit_events`,
      await world.owner`select * from outbox_mails`,
      await listInvitations(world.call(owner), listInvitations.input.parse({})),
    ]);
    expect(dump).not.toContain(tokenOf(url));
  });

  test("goes out by mail to the one it is for", async () => {
    const made = await invite("viewer", { email: "Mary@Example.test" });
    expect(made).toMatchObject({ email: "mary@example.test", mailed: true });
    const [mail] = await world.mailsTo("mary@example.test");
    expect(mail?.text).toContain(made.url);
    expect((await invite("viewer")).mailed).toBe(false);
  });

  test("for an address lets only that one in", async () => {
    const ada = await newcomer();
    const { url } = await invite("viewer", { email: ada.user.email });
    await expect(accept(await newcomer(), url)).rejects.toMatchObject({ code: "forbidden" });
    expect((await preview(tokenOf(url))).email_hint).toBe("u…@example.test");
    await accept(ada, url);
    expect(await roleOf(ada)).toBe("viewer");
  });

  test("is no use to a member, and is not used up by one", async () => {
    const { url, id } = await invite("admin");
    const ada = await newcomer();
    await world.join(ada.user, organization, "viewer");
    await expect(accept(ada, url)).rejects.toMatchObject({ code: "conflict" });
    expect([await roleOf(ada), await status(id)]).toEqual(["viewer", "open"]);
    await expect(invite("viewer", { email: ada.user.email })).rejects.toMatchObject({ code: "conflict" });
  });

  test("ends by its date, by being revoked, and by a newer link", async () => {
    const [late, revoked, renewed] = [await invite("viewer"), await invite("viewer"), await invite("viewer")];
    await world.owner`update invitations set expires_at = now() - interval '1 second' where id = ${late.id}`;
    await revokeInvitation(world.call(owner), { id: revoked.id });
    const again = await resendInvitation(world.call(owner), { id: renewed.id });
    for (const { url } of [late, revoked])
      await expect(accept(await newcomer(), url)).rejects.toMatchObject({ code: "conflict" });
    await expect(accept(await newcomer(), renewed.url)).rejects.toMatchObject({ code: "not_found" });
    expect(await preview(tokenOf(renewed.url))).toMatchObject({ status: "unknown", organization: null });
    await accept(await newcomer(), again.url);
    expect([await status(late.id), await status(revoked.id)]).toEqual(["expired", "revoked"]);
    for (const id of [revoked.id, renewed.id]) {
      await expect(revokeInvitation(world.call(owner), { id })).rejects.toMatchObject({ code: "conflict" });
      await expect(resendInvitation(world.call(owner), { id })).rejects.toMatchObject({ code: "conflict" });
    }
  });

  test("of another organization is an unknown id", async () => {
    const { id } = await invite("viewer");
    const stranger = await world.member(await world.organization(), "owner");
    for (const verb of [revokeInvitation, resendInvitation])
      await expect(verb(world.call(stranger), { id })).rejects.toMatchObject({ code: "not_found" });
    expect(await status(id)).toBe("open");
  });

  test("a newcomer whose own organization nobody uses begins here from now on", async () => {
    const [ada, bob] = [await newcomer(), await newcomer()];
    for (const each of [ada, bob])
      await world.owner`update users set default_org_id = ${each.orgId} where id = ${each.user.id}`;
    await world.owner`update organizations set onboarded = true where id = ${bob.orgId}`;
    for (const each of [ada, bob]) await accept(each, (await invite("viewer")).url);
    const home = async ({ user }: Principal) =>
      (await world.owner`select default_org_id from users where id = ${user.id}`)[0]?.default_org_id;
    expect([await home(ada), await home(bob)]).toEqual([organization.id, bob.orgId]);
  });
});

test("twenty people who follow one link at once: one gets in", async () => {
  for (let round = 0; round < 10; round += 1) {
    const { url } = await invite("viewer");
    const people = await Promise.all(Array.from({ length: 20 }, newcomer));
    const done = await Promise.allSettled(people.map((who) => accept(who, url)));
    expect(done.filter(({ status: outcome }) => outcome === "fulfilled")).toHaveLength(1);
    const roles = await Promise.all(people.map(roleOf));
    expect(roles.filter(Boolean)).toEqual(["viewer"]);
  }
});

test("one person who follows one link twenty times at once is one member", async () => {
  const { url } = await invite("editor");
  const ada = await newcomer();
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => accept(ada, url)));
  expect(done.filter(({ status: outcome }) => outcome === "fulfilled")).toHaveLength(1);
  const rows =
    await world.owner`select 1 from memberships where org_id = ${organization.id} and user_id = ${ada.user.id}`;
  expect(rows).toHaveLength(1);
});

describe("nobody invites to more than they are", () => {
  test("admins invite no owners, editors nobody", async () => {
    const admin = await world.member(organization, "admin");
    await expect(invite("owner", { by: admin })).rejects.toMatchObject({ code: "forbidden" });
    await invite("admin", { by: admin });
    const editor = await world.member(organization, "editor");
    await expect(invite("viewer", { by: editor })).rejects.toMatchObject({ code: "insufficient_scope" });
  });

  test("an admin does not take over or end an owner's invitation of an owner", async () => {
    const { id } = await invite("owner");
    const admin = await world.member(organization, "admin");
    for (const verb of [revokeInvitation, resendInvitation])
      await expect(verb(world.call(admin), { id })).rejects.toMatchObject({ code: "forbidden" });
  });

  const principalOf = async (maker: Principal, scopes: readonly Scope[], type = "live") => {
    const input = createKey.input.parse({ name: "K", type, scopes: [...scopes] });
    const key = await createKey(world.call(maker), input);
    const record = await world.runtime.resolver.find(key.api_key ?? "");
    if (!record) throw new Error("no key");
    return { id: key.id, principal: record.principal };
  };

  test("a credential invites to no scope that it lacks, and to no ownership", async () => {
    const { principal: weak } = await principalOf(owner, ["users:write"]);
    for (const role of ["admin", "editor", "viewer"] as const)
      await expect(invite(role, { by: weak })).rejects.toMatchObject({ code: "insufficient_scope" });
    const { principal: viewing } = await principalOf(owner, ["users:write", ...scopesOfRole.viewer]);
    await invite("viewer", { by: viewing });
    await expect(invite("editor", { by: viewing })).rejects.toMatchObject({ code: "insufficient_scope" });
    const { principal: full } = await principalOf(owner, owner.grantable);
    await expect(invite("owner", { by: full })).rejects.toMatchObject({ code: "forbidden" });
    const { principal: test } = await principalOf(owner, owner.grantable, "test");
    await expect(invite("viewer", { by: test })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("what a credential invited to ends with it", async () => {
    const { id, principal } = await principalOf(owner, owner.grantable);
    const made = await invite("admin", { by: principal });
    expect(await status(made.id)).toBe("open");
    await revokeKey(world.call(owner), { id });
    expect(await status(made.id)).toBe("void");
    await expect(accept(await newcomer(), made.url)).rejects.toMatchObject({ code: "conflict" });
  });

  test("whoever lost the right to invite takes their invitations with them", async () => {
    const [demoted, removed] = [await world.member(organization, "admin"), await world.member(organization, "admin")];
    const links = [await invite("viewer", { by: demoted }), await invite("viewer", { by: removed })];
    await changeRole(world.call(owner), { id: demoted.user.id, role: "editor" });
    await removeMember(world.call(owner), { id: removed.user.id, keys: [] });
    for (const { id, url } of links) {
      expect(await status(id)).toBe("void");
      await expect(accept(await newcomer(), url)).rejects.toMatchObject({ code: "conflict" });
    }
    const mine = await resendInvitation(world.call(owner), { id: links[0]?.id ?? "" });
    await accept(await newcomer(), mine.url);
  });
});
