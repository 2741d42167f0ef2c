import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSession } from "#core/sessions/read-session.ts";
import type { Call } from "#core/verb.ts";
import { acceptInvitation } from "#domain/invitations/accept-invitation.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createOrganization } from "#domain/organizations/create-organization.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { newId } from "#lib/id.ts";
import { accountsOf, PASSWORD, refusal } from "#testing/account.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { deleteAccount } from "./delete-account.ts";
import { readDeletionPlan } from "./read-deletion-plan.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

let world: World;
let accounts: ReturnType<typeof accountsOf>;
beforeAll(async () => {
  world = await makeWorld();
  accounts = accountsOf(world);
});
afterAll(() => world.close());

const makeKey = async (call: Call) =>
  (await createKey(call, createKey.input.parse({ name: "A key", preset: "full_access" }))).id;
const join = (userId: string, orgId: string, role: string) =>
  world.owner`insert into memberships (org_id, user_id, role) values (${orgId}, ${userId}, ${role})`;
const privateToken = () => ({
  name: "Notebook",
  scopes: ["data:read"],
  expires_at: new Date(Date.now() + 10 * 86_400_000).toISOString(),
});
/** A person in an organization of their own, without the hashes of a sign-up. */
async function bareAccount() {
  const organization = await world.organization();
  const who = await world.person();
  await world.join(who, organization, "owner");
  const sessionId = newId("ses");
  await world.owner`insert into sessions (id, user_id, org_id, expires_at)
    values (${sessionId}, ${who.id}, ${organization.id}, now() + interval '14 days')`;
  return {
    email: who.email,
    userId: who.id,
    call: async () => world.call(await accounts.principalOf(sessionId)),
  };
}
const homeOf = async ({ call }: { call: () => Promise<Call> }) => (await call()).principal.orgId;

describe("deleting an account", () => {
  test("ends keys and sessions, erases the person and what nobody else is in, and leaves the audit", async () => {
    const person = await accounts.newcomer();
    const keeper = await accounts.newcomer();
    const [home, shared] = [await homeOf(person), await homeOf(keeper)];
    await join(person.userId, shared, "admin");
    const inHome = await makeKey(await person.call());
    const { principal } = await person.call();
    const inShared = await makeKey(world.call({ ...principal, orgId: shared, role: "admin" }));
    const keepers = await makeKey(await keeper.call());
    await accounts.withSecondFactor(await person.call());

    expect(await readDeletionPlan(await person.call(), {})).toEqual({
      blocked_by: [],
      deletes: [{ id: home, name: "New Person's organization", keys: 1, sources: 0 }],
      leaves: [{ id: shared, name: "New Person's organization", keys: 1 }],
    });
    const call = await person.call();
    expect(await deleteAccount(call, { email: person.email })).toEqual({ deleted: true });

    expect(await readSession(world.runtime, person.sessionId)).toBeNull();
    const [user] = await world.owner`select * from users where id = ${person.userId}`;
    expect(user).toMatchObject({ email: null, password_hash: null, name: "Deleted user", default_org_id: null });
    expect(user?.disabled_at).not.toBeNull();
    for (const table of ["sessions", "totp_factors", "recovery_codes", "passkeys", "one_time_tokens", "memberships"])
      expect([table, await world.owner`select 1 from ${world.owner(table)} where user_id = ${person.userId}`]).toEqual([
        table,
        [],
      ]);
    expect(await world.owner`select 1 from organizations where id = ${home}`).toHaveLength(0);
    expect(await world.owner`select 1 from credentials where id = ${inHome}`).toHaveLength(0);
    const ended =
      await world.owner`select id, revoked_at is not null as ended from credentials where org_id = ${shared}`;
    expect(Object.fromEntries(ended.map(({ id, ended: is }) => [id, is]))).toEqual({
      [inShared]: true,
      [keepers]: false,
    });
    expect((await accounts.auditOf(home)).slice(-2)).toEqual(["organization.deleted", "user.deleted"]);
    expect((await accounts.auditOf(shared)).at(-1)).toBe("user.deleted");
    const [event] = await world.owner`select target_id, after from audit_events
      where org_id = ${shared} and action = 'user.deleted'`;
    expect(event).toEqual({ target_id: person.userId, after: { ended_keys: 1 } });
    expect((await world.mailsTo(person.email)).at(-1)?.subject).toBe("Your Gatehouse account was deleted");

    // The address is free again, and leads to a new account.
    await signUp(accounts.guest(), signUp.input.parse({ name: "Again", email: person.email, password: PASSWORD }));
    expect((await signIn(accounts.guest(), { email: person.email, password: PASSWORD })).user_id).not.toBe(
      person.userId,
    );
  });

  test("is refused while others are in what only this person owns, and then changes nothing", async () => {
    const person = await accounts.newcomer();
    const other = await accounts.newcomer();
    const home = await homeOf(person);
    await join(other.userId, home, "admin");
    const key = await makeKey(await person.call());
    const call = await person.call();
    expect(await readDeletionPlan(call, {})).toMatchObject({ blocked_by: [{ id: home }], deletes: [], leaves: [] });
    const refused = await deleteAccount(call, { email: person.email }).catch((error: Error) => error.message);
    expect(refused).toContain("New Person's organization");
    expect(await readSession(world.runtime, person.sessionId)).not.toBeNull();
    const [still] = await world.owner`select revoked_at from credentials where id = ${key}`;
    expect(still?.revoked_at).toBeNull();
    await world.owner`update memberships set role = 'owner' where user_id = ${other.userId} and org_id = ${home}`;
    expect(await refusal(deleteAccount(await person.call(), { email: person.email }))).toBe("passed");
  });

  test("the only two owners cannot both go at once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = await Promise.all([accounts.newcomer(), accounts.newcomer()]);
      const member = await accounts.newcomer();
      const home = await homeOf(one);
      await join(two.userId, home, "owner");
      await join(member.userId, home, "viewer");
      const results = await Promise.all(
        [one, two].map(async (person) => refusal(deleteAccount(await person.call(), { email: person.email }))),
      );
      expect(results.sort()).toEqual(["conflict", "passed"]);
      const owners = await world.owner`select 1 from memberships m join users u on u.id = m.user_id
        where m.org_id = ${home} and m.role = 'owner' and u.disabled_at is null`;
      expect(owners).toHaveLength(1);
    }
  });

  test("in the very moment of joining leaves nobody behind, in 200 rounds", async () => {
    const keeper = await accounts.newcomer();
    const seen = new Set<string>();
    for (let round = 0; round < 200; round += 1) {
      const person = await bareAccount();
      const input = createInvitation.input.parse({ role: "editor" });
      const { url } = await createInvitation(await keeper.call(), input);
      const token = url?.split("/").at(-1) ?? "";
      const call = await person.call();
      const mint = () => createPrivateToken(call, createPrivateToken.input.parse(privateToken()));
      const works: (() => Promise<unknown>)[] = [
        () => deleteAccount(call, { email: person.email }),
        () => acceptInvitation(call, { token }),
        () => createOrganization(call, { name: "Another" }),
        () => makeKey(call),
        mint,
      ];
      // Each order gets its turn to be the first.
      const from = round % works.length;
      const started = [...works.slice(from), ...works.slice(0, from)].map((work) => refusal(work()));
      const results = await Promise.all(started);
      for (const result of results) expect(result).not.toMatch(/^bug/);
      seen.add(results[(works.length - from + 1) % works.length] ?? "");
      expect(await world.owner`select 1 from memberships where user_id = ${person.userId}`).toEqual([]);
      const alive =
        await world.owner`select id from credentials where owner_id = ${person.userId} and revoked_at is null`;
      expect(alive).toEqual([]);
      const empty = await world.owner`select id from organizations o where not exists (
        select 1 from memberships m where m.org_id = o.id)`;
      expect(empty).toEqual([]);
    }
    expect([...seen].sort()).toEqual(["passed", "unauthorized"]);
  });

  test("twice at once is once, over several organizations", async () => {
    const person = await accounts.newcomer();
    const second = await createOrganization(await person.call(), { name: "Second" });
    const call = await person.call();
    const results = await Promise.all(
      Array.from({ length: 4 }, () => refusal(deleteAccount(call, { email: person.email }))),
    );
    expect(results.sort()).toEqual(["passed", "unauthorized", "unauthorized", "unauthorized"]);
    expect(await world.owner`select 1 from organizations where id = ${second.id}`).toHaveLength(0);
    expect((await accounts.auditOf(second.id)).filter((action) => action === "user.deleted")).toHaveLength(1);
  });

  test("needs one's own address, a recent proof, and a session", async () => {
    const person = await accounts.newcomer();
    const other = await accounts.newcomer();
    expect(await refusal(deleteAccount(await person.call(), { email: other.email }))).toBe("invalid_input");
    await accounts.age(person.sessionId, 16);
    expect(await refusal(deleteAccount(await person.call(), { email: person.email }))).toBe(
      "recent_authentication_required",
    );
    const { principal } = await person.call();
    const asKey = world.call({ ...principal, via: { ...principal.via, kind: "api_key", type: "live" } });
    expect(await refusal(deleteAccount(asKey, { email: person.email }))).toBe("forbidden");
    expect(await refusal(readDeletionPlan(asKey, {}))).toBe("forbidden");
    expect(await readSession(world.runtime, person.sessionId)).not.toBeNull();
  });
});
