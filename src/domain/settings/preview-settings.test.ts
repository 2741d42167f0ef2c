import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issuedKinds, type OrganizationSettings } from "#contract/organization.ts";
import type { SettingsPreview } from "#contract/settings.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import type { Principal } from "#core/principal.ts";
import { listKeys } from "#domain/keys/list-keys.ts";
import { newId } from "#lib/id.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { previewSettings } from "./preview-settings.ts";
import { updateSettings } from "./update-settings.ts";

let world: World;
let api: Api;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  // Refusals count against an address, and there are many here.
  world = await makeWorld({ anonymousLimit: 1_000_000 });
  api = await serveApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

type Given = {
  word: "live" | "test" | "ro" | "pat";
  ageDays: number;
  /** From now on; null: never. */
  livesDays: number | null;
  secondFactor: boolean;
  service: boolean;
  disabled: boolean;
};
type Made = { id: string; secret: string };

/** A credential that is as old as it is said to be, which no verb can make. */
async function make(org: Principal, given: Given): Promise<Made> {
  const { word } = given;
  const isPat = word === "pat";
  const person = await world.person("Owner of one");
  await world.join(person, { id: org.orgId, name: org.orgName }, "editor");
  if (given.service && !isPat)
    await world.owner`update users set kind = 'service_account', email = null where id = ${person.id}`;
  else if (given.secondFactor)
    await world.owner`insert into totp_factors (user_id, sealed_secret, last_step) values (${person.id}, 'x', 0)`;
  const secret = mintSecret("gk", word);
  const id = newId(isPat ? "pat" : "key");
  const orgId = isPat ? null : org.orgId;
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  await world.owner`insert into credentials
    (id, org_id, kind, type, name, hint, preset, scopes, owner_id, created_by, created_at, expires_at, disabled_at)
    values (${id}, ${orgId}, ${isPat ? "personal_access_token" : "api_key"},
      ${word === "ro" ? "read_only" : isPat ? "live" : word}, 'Given', ${secret.hint}, 'custom',
      ${["data:read"]}, ${person.id}, ${person.id}, ${at(-given.ageDays)},
      ${given.livesDays === null ? null : at(given.livesDays)}, ${given.disabled ? at(0) : null})`;
  await world.owner`insert into credential_secrets (hash, org_id, credential_id, hint)
    values (${secret.hash}, ${orgId}, ${id}, ${secret.hint})`;
  return { id, secret: secret.reveal };
}

/** Most of the time what breaks nothing, so that there is something left to break. */
const rarely = <T>(other: fc.Arbitrary<T>, usual: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const given: fc.Arbitrary<Given> = fc.record({
  word: fc.constantFrom("live", "test", "ro", "pat"),
  ageDays: fc.constantFrom(0, 3, 40),
  livesDays: fc.constantFrom(null, 1, 60),
  secondFactor: fc.boolean(),
  service: fc.boolean(),
  disabled: rarely(fc.constant(true), false),
});
const rules: fc.Arbitrary<Partial<OrganizationSettings>> = fc.record({
  never_expires_allowed: fc.boolean(),
  max_key_lifetime_days: fc.constantFrom(null, 2, 10, 50, 365),
  allowed_credentials: rarely(fc.subarray([...issuedKinds]), [...issuedKinds]),
  second_factor_required: rarely(fc.constant(true), false),
});

const answerTo = async ({ secret }: Made) => {
  const { status, body } = await api.send("GET", "/user", { key: secret });
  const { expires_at = null } = (body.credential ?? {}) as { expires_at?: string | null };
  return { works: status === 200, code: status === 200 ? null : body.code, expires_at };
};
const preview = (owner: Principal, patch: Partial<OrganizationSettings>): Promise<SettingsPreview> =>
  previewSettings(world.call(owner), { id: owner.orgId, ...patch }) as Promise<SettingsPreview>;

/** What the list says of each key (status, expiry, rule, order, filters) is what its next request met. */
async function expectListTells(owner: Principal, made: Made[], met: Awaited<ReturnType<typeof answerTo>>[]) {
  const list = async (input: object) =>
    (await listKeys(world.call(owner), listKeys.input.parse({ limit: 100, ...input }))).data;
  const keys = await list({ sort: "expires_at" });
  for (const key of keys) {
    const { works, code, expires_at } = met[made.findIndex(({ id }) => id === key.id)]!;
    const said =
      key.status === "expired"
        ? "expired_token"
        : key.status === "disabled"
          ? "disabled_key"
          : key.rule?.effect === "refused"
            ? "policy_violation"
            : null;
    expect(said).toBe(code);
    if (works) expect(key.effective_expires_at).toBe(expires_at);
    expect(key.rule?.effect === "shortened").toBe(
      key.rule?.effect !== "refused" && key.effective_expires_at !== key.expires_at,
    );
  }
  const ends = keys.map(({ effective_expires_at }) => effective_expires_at ?? "9");
  expect(ends).toEqual(ends.toSorted());
  const ids = (of: { id: string }[]) => of.map(({ id }) => id).sort();
  expect(ids(await list({ expiry: "never" }))).toEqual(
    ids(keys.filter(({ effective_expires_at }) => effective_expires_at === null)),
  );
  const left = (time: string | null) => (time === null ? Number.POSITIVE_INFINITY : Date.parse(time) - Date.now());
  expect(ids(await list({ expiry: "soon" }))).toEqual(
    ids(keys.filter(({ effective_expires_at: time }) => left(time) > 0 && left(time) <= 7 * DAY_MS)),
  );
  expect(ids(await list({ status: "expired" }))).toEqual(ids(keys.filter(({ status }) => status === "expired")));
}

test("what a rule broke is what the preview said, whatever the rules and credentials", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(given, { minLength: 1, maxLength: 8 }),
      rarely(rules, {}),
      rules,
      async (all, before, after) => {
        const owner = await world.member(await world.organization(), "owner");
        await world.owner`insert into totp_factors (user_id, sealed_secret, last_step) values (${owner.user.id}, 'x', 0)`;
        await updateSettings(world.call(owner), { id: owner.orgId, ...before });
        const made: Made[] = [];
        for (const each of all) made.push(await make(owner, each));

        const earlier = await Promise.all(made.map(answerTo));
        const said = await preview(owner, after);
        await updateSettings(world.call(owner), { id: owner.orgId, ...after });
        const later = await Promise.all(made.map(answerTo));

        const found = made.flatMap(({ id }, index) => {
          const [was, is] = [earlier[index], later[index]];
          if (!was?.works || !is) return [];
          if (!is.works) return [[id, is.code === "expired_token" ? "ended" : "refused", null]];
          return was.expires_at === is.expires_at ? [] : [[id, "shortened", is.expires_at]];
        });
        const ofCredentials = said.data.filter(({ credential }) => credential !== null);
        const told = ofCredentials.map(({ credential, effect, expires_at }) => [credential?.id, effect, expires_at]);
        // A rule that is taken back lengthens lives again, which breaks nothing and is not told.
        const broken = found.filter(([id, effect, until]) => {
          const was = earlier[made.findIndex((each) => each.id === id)]?.expires_at;
          return effect !== "shortened" || was == null || (until != null && until < was);
        });
        for (const { effect } of ofCredentials) seen.add(effect);
        expect(told.sort()).toEqual(broken.sort());
        await expectListTells({ ...owner, settings: { ...owner.settings, ...before, ...after } }, made, later);
      },
    ),
    { numRuns: 60 },
  );
  expect([...seen].sort()).toEqual(["ended", "refused", "shortened"]);
});

test("who calls from outside is found by where the calls came from, and only then", async () => {
  const owner = await world.member(await world.organization(), "owner");
  const plain: Given = {
    word: "live",
    ageDays: 1,
    livesDays: 30,
    secondFactor: false,
    service: false,
    disabled: false,
  };
  const [inside, outside, idle] = [await make(owner, plain), await make(owner, plain), await make(owner, plain)];
  const call = (made: Made, ip: string) => api.send("GET", "/user", { key: made.secret, ip });
  await call(inside, "192.0.2.7");
  await call(outside, "192.0.2.8");
  await call(outside, "203.0.113.9");
  await world.runtime.meter.flush();
  const allowed_ips = ["192.0.2.0/24"];
  const { data, counts } = await preview(owner, { allowed_ips });
  expect(data.map(({ credential, addresses }) => [credential?.id, addresses])).toEqual([[outside.id, ["203.0.113.9"]]]);
  expect(counts.other_addresses).toBe(1);
  await updateSettings(world.call(owner), { id: owner.orgId, allowed_ips });
  expect((await call(outside, "203.0.113.9")).body.code).toBe("ip_not_allowed");
  expect((await call(outside, "192.0.2.8")).status).toBe(200);
  expect((await call(inside, "192.0.2.7")).status).toBe(200);
  expect((await call(idle, "192.0.2.1")).status).toBe(200);
});

test("limits tell who had a busier hour: credential, member, organization", async () => {
  const owner = await world.member(await world.organization(), "owner");
  const plain: Given = {
    word: "live",
    ageDays: 1,
    livesDays: 30,
    secondFactor: false,
    service: false,
    disabled: false,
  };
  const [busy, calm] = [await make(owner, plain), await make(owner, plain)];
  const timeMs = Date.now() - 2 * 3_600_000;
  const times = ({ id }: Made, count: number) =>
    Array.from({ length: count }, () => metered({ orgId: owner.orgId, credentialId: id, timeMs }));
  await recordAll(world.runtime.meter, [...times(busy, 30), ...times(calm, 20)]);
  await world.runtime.meter.flush();
  const told = async (patch: Partial<OrganizationSettings>) =>
    (await preview(owner, patch)).data.map(({ credential, owner: who, limit, peak }) => [
      credential?.id ?? (who ? "member" : "organization"),
      limit,
      peak,
    ]);
  expect(await told({ rate_limit: 25 })).toEqual([[busy.id, 25, 30]]);
  expect(await told({ member_rate_limit: 29 })).toEqual([["member", 29, 30]]);
  expect(await told({ organization_rate_limit: 49 })).toEqual([["organization", 49, 50]]);
  expect(await told({ organization_rate_limit: 50 })).toEqual([]);
});

test("sign-ins that are too old are told by whose they are, and people without a second factor", async () => {
  const owner = await world.member(await world.organization(), "owner");
  const member = await world.member({ id: owner.orgId, name: owner.orgName }, "viewer");
  const id = newId("ses");
  await world.owner`insert into sessions (id, user_id, org_id, created_at, expires_at)
    values (${id}, ${member.user.id}, ${owner.orgId}, now() - interval '5 hours', now() + interval '9 days')`;
  const { data } = await preview(owner, { session_hours: 4 });
  expect(data.map(({ effect, credential, owner: who }) => [effect, credential?.id, who?.id])).toEqual([
    ["ended", id, member.user.id],
  ]);
  const people = await preview(owner, { second_factor_required: true });
  expect(people.data.map(({ effect, owner: who }) => [effect, who?.id]).sort()).toEqual(
    [owner, member].map(({ user }) => ["kept_out", user.id]).sort(),
  );
});

test("a preview shows nothing of another organization, and is for those who may change the rules", async () => {
  const owner = await world.member(await world.organization(), "owner");
  const other = await world.member(await world.organization(), "owner");
  const plain: Given = {
    word: "live",
    ageDays: 1,
    livesDays: null,
    secondFactor: false,
    service: false,
    disabled: false,
  };
  await make(other, plain);
  expect((await preview(owner, { never_expires_allowed: false })).data).toEqual([]);
  await expect(preview({ ...owner, orgId: other.orgId, scopes: ["organizations:read"] }, {})).rejects.toMatchObject({
    code: "insufficient_scope",
  });
  const foreign = previewSettings(world.call(owner), { id: other.orgId, never_expires_allowed: false });
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
});
