import postgres from "postgres";
import { inject } from "vitest";
import type * as z from "zod";
import type { CreateConnectorInput } from "#contract/connector.ts";
import { newId } from "#lib/id.ts";
import { dropDatabase } from "./drop-database.ts";

/** A database on the tests' server that plays the one outside, with a role of its own that may read it. */
export type RemoteDatabase = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  /** As the owner of the database. */
  sql: postgres.Sql;
  /** Input for a connector to it, without TLS: a table, or whatever is laid over it. */
  input(more?: Record<string, unknown>, settings?: Record<string, unknown>): z.input<typeof CreateConnectorInput>;
  close(): Promise<void>;
};

export async function makeRemoteDatabase(): Promise<RemoteDatabase> {
  const adminUrl = new URL(inject("adminUrl"));
  const admin = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
  const database = `remote_${newId("t")}`;
  const user = `reader_${newId("t")}`;
  const password = `pw-${newId("t")}`;
  await admin.unsafe(`create database ${database}`);
  await admin.unsafe(`create role ${user} login password '${password}'`);
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  const sql = postgres(url.href, { max: 2, onnotice: () => {} });
  await sql.unsafe(`grant select on all tables in schema public to ${user};
    alter default privileges in schema public grant select on tables to ${user}`);
  const { hostname: host, port } = adminUrl;
  return {
    host,
    port: Number(port || 5432),
    database,
    user,
    password,
    sql,
    input: (more = {}, settings = {}) => ({
      name: "Orders",
      secret: password,
      settings: {
        kind: "postgres",
        host,
        port: Number(port || 5432),
        database,
        user,
        tls: "disable",
        ...("query" in settings ? {} : { table: "orders" }),
        ...settings,
      },
      ...more,
    }),
    async close() {
      await sql.end({ timeout: 5 });
      await dropDatabase(admin, database);
      await admin.unsafe(`drop role ${user}`);
      await admin.end();
    },
  };
}
