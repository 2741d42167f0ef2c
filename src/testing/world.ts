import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { inject } from "vitest";
import { OrganizationSettings } from "#contract/organization.ts";
import { grantableScopes, type Role, scopesOfRole } from "#contract/role.ts";
import { intersectScopes, type Scope } from "#contract/scope.ts";
import type { Config } from "#core/config.ts";
import { MAIL_PURPOSE } from "#core/mail/enqueue-mail.ts";
import type { Mail } from "#core/mail/mailer.ts";
import type { Principal } from "#core/principal.ts";
import { type Runtime, startRuntime } from "#core/runtime.ts";
import { unseal } from "#core/sealing.ts";
import { sessionVia } from "#core/sessions/session-principal.ts";
import type { Call, RequestInfo } from "#core/verb.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { newId } from "#lib/id.ts";
import { dropDatabase } from "./drop-database.ts";

type Person = { id: string; name: string; email: string };
export type Organization = { id: string; name: string };

/** A database of its own with a running runtime, and short words for making people and organizations in it. */
export type World = {
  config: Config;
  runtime: Runtime;
  /** As the owner of the schema, past row-level security: to look at what is really there. */
  owner: postgres.Sql;
  organization(name?: string): Promise<Organization>;
  person(name?: string): Promise<Person>;
  join(person: Person, organization: Organization, role: Role): Promise<void>;
  /** A person of that role, signed in to the portal. `scopes` narrows what the principal may do. */
  member(
    organization: Organization,
    role: Role,
    options?: { livemode?: boolean; scopes?: readonly Scope[] },
  ): Promise<Principal>;
  call(principal: Principal, request?: Partial<RequestInfo>): Call;
  /** The mails to this address that wait in the outbox, oldest first. Nothing is sent unless `runtime.work` is run. */
  mailsTo(address: string): Promise<Mail[]>;
  close(): Promise<void>;
};

/**
 * `server` is another PostgreSQL than the one the tests run on, by a URL whose role may create databases and roles; it
 * has no template, so the migrations run.
 */
export async function makeWorld(overrides: Partial<Config> = {}, server?: string): Promise<World> {
  const adminUrl = server ?? inject("adminUrl");
  const name = `gatehouse_test_${newId("t").toLowerCase()}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}${server ? "" : ` template ${inject("templateName")}`}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  if (server) await migrateDatabase(url.href);
  // Not by the name of the launcher's own folders: each of its runs sweeps away those that no launcher holds.
  const dataFolder = await mkdtemp(path.join(tmpdir(), "gatehouse-world-"));
  const config: Config = {
    production: false,
    dev: false,
    host: "127.0.0.1",
    port: 0,
    publicUrl: "http://localhost:3000",
    dataFolder,
    databaseUrl: url.href,
    databasePoolSize: 6,
    secret: "a secret of the tests, thirty-two bytes and more",
    secretPrefix: "gk",
    trustedProxies: ["127.0.0.1"],
    anonymousLimit: 10,
    publicLimit: 1000,
    portalLimit: 20_000,
    requestRetentionDays: 30,
    credentialCacheSize: 1000,
    logLevel: "silent",
    smtpUrl: null,
    mailFrom: "Gatehouse <no-reply@example.test>",
    outgoingAllowedRanges: ["127.0.0.0/8"],
    secretScanningKeys: null,
    filesQuotaBytes: null,
    s3: null,
    openFga: null,
    ...overrides,
  };
  const runtime = await startRuntime(config);
  const owner = postgres(url.href, { max: 2, onnotice: () => {}, connection: { TimeZone: "UTC" } });

  const organization = async (orgName = "Demo organization") => {
    const id = newId("org");
    await owner`insert into organizations (id, name) values (${id}, ${orgName})`;
    for (const livemode of [true, false])
      await owner`insert into projects (id, org_id, name, livemode, is_default)
        values (${newId("prj")}, ${id}, 'Default', ${livemode}, true)`;
    return { id, name: orgName };
  };
  const person = async (personName = "Test Person") => {
    const id = newId("user");
    const email = `${id}@example.test`;
    await owner`insert into users (id, email, name) values (${id}, ${email}, ${personName})`;
    return { id, name: personName, email };
  };
  const join = async (who: Person, org: Organization, role: Role) => {
    await owner`insert into memberships (org_id, user_id, role) values (${org.id}, ${who.id}, ${role})`;
  };

  return {
    config,
    runtime,
    owner,
    organization,
    person,
    join,
    async member(org, role, { livemode = true, scopes } = {}) {
      const who = await person(`Test ${role}`);
      await join(who, org, role);
      const held = scopes ? intersectScopes(scopes, scopesOfRole[role]) : scopesOfRole[role];
      return {
        orgId: org.id,
        orgName: org.name,
        settings: OrganizationSettings.parse({}),
        user: { ...who, kind: "person", createdAt: new Date().toISOString() },
        role,
        scopes: held,
        grantable: intersectScopes(held, grantableScopes(role)),
        livemode,
        via: sessionVia(newId("ses"), held, null, new Date()),
      };
    },
    call: (principal, request = {}) => ({
      runtime,
      principal,
      request: { id: newId("req"), ip: "192.0.2.1", userAgent: "vitest", ...request },
    }),
    async mailsTo(address) {
      const rows = await owner<{ sealed: string }[]>`select sealed from outbox_mails order by id`;
      const mails = rows.map(({ sealed }) => JSON.parse(unseal(config.secret, MAIL_PURPOSE, sealed)) as Mail);
      return mails.filter(({ to }) => to === address);
    },
    async close() {
      await runtime.stop();
      await owner.end({ timeout: 5 });
      await dropDatabase(admin, name);
      await admin.end();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
