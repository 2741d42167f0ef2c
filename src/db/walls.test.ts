import { getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "#testing/world.ts";
import * as account from "./schema/account.ts";
import * as alerts from "./schema/alerts.ts";
import * as audit from "./schema/audit.ts";
import * as connectors from "./schema/connectors.ts";
import * as credentials from "./schema/credentials.ts";
import * as dashboards from "./schema/dashboards.ts";
import * as files from "./schema/files.ts";
import * as limits from "./schema/limits.ts";
import * as organizations from "./schema/organizations.ts";
import * as permissions from "./schema/permissions.ts";
import * as policies from "./schema/policies.ts";
import * as shareLinks from "./schema/share-links.ts";
import * as sources from "./schema/sources.ts";
import * as tokens from "./schema/tokens.ts";
import * as usage from "./schema/usage.ts";
import * as users from "./schema/users.ts";
import * as webhooks from "./schema/webhooks.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** What belongs to people, or to nobody, instead of to one tenant. */
const withoutTenant = new Set([
  "users",
  "sessions",
  "throttles",
  "usage_segments",
  "outbox_mails",
  "totp_factors",
  "recovery_codes",
  "passkeys",
  "spent_challenges",
  "one_time_tokens",
  "signing_keys",
  "refresh_tokens",
  "limit_instances",
  "limit_counts",
  "object_removals",
  "permission_stores",
]);

test("every table of a tenant stands behind row-level security, and none is forgotten", async () => {
  const tables = await world.owner<{ name: string; guarded: boolean; policies: string[] }[]>`
    select c.relname as name, c.relrowsecurity as guarded,
      array(select polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  expect(tables.length).toBeGreaterThan(15);
  for (const { name, guarded, policies } of tables) {
    expect([name, guarded]).toEqual([name, !withoutTenant.has(name)]);
    if (guarded) expect([name, policies]).toEqual([name, expect.arrayContaining(["tenant"])]);
  }
});

test("the application owns nothing in the schema, reaches no partition directly, and may not go around", async () => {
  const owned = await world.owner`select 1 from pg_class c join pg_roles r on r.oid = c.relowner
    join pg_namespace n on n.oid = c.relnamespace where r.rolname = 'gatehouse_app' and n.nspname = 'public'`;
  expect(owned).toHaveLength(0);
  await world.owner`select ensure_usage_partition(current_date)`;
  const [part] = await world.owner<
    { name: string }[]
  >`select inhrelid::regclass::text as name from pg_inherits limit 1`;
  const reach = world.runtime.sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', '*', true)`;
    await tx.unsafe(`select * from ${part?.name}`);
  });
  await expect(reach).rejects.toMatchObject({ code: "42501" });
});

test("the tables in the program are the tables in the database, column by column", async () => {
  const declared = [
    account,
    alerts,
    audit,
    connectors,
    credentials,
    dashboards,
    files,
    limits,
    organizations,
    permissions,
    policies,
    shareLinks,
    sources,
    tokens,
    usage,
    users,
    webhooks,
  ]
    .flatMap((file) => Object.values(file))
    .filter((value): value is PgTable => is(value, PgTable));
  const actual = await world.owner<{ name: string; column: string; nullable: boolean }[]>`
    select table_name as name, column_name as column, is_nullable = 'YES' as nullable from information_schema.columns
    where table_schema = 'public' and table_name not like 'usage_events_%'`;
  const inDatabase = new Set(actual.map(({ name, column, nullable }) => `${name}.${column} ${nullable}`));
  const inProgram = new Set(
    declared.flatMap((table) =>
      getTableConfig(table).columns.map((column) => `${getTableName(table)}.${column.name} ${!column.notNull}`),
    ),
  );
  expect([...inProgram].sort()).toEqual([...inDatabase].sort());
});
