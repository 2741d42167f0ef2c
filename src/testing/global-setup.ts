import postgres from "postgres";
import { migrateDatabase } from "#db/migrate.ts";
import { dropDatabase } from "./drop-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    adminUrl: string;
    templateName: string;
  }
}

type Project = { provide(key: "adminUrl" | "templateName", value: string): void };

/** One migrated database as a template, of which each test file makes itself a copy in milliseconds. */
export default async function setup({ provide }: Project): Promise<() => Promise<void>> {
  const adminUrl = process.env.GATEHOUSE_TEST_ADMIN_URL;
  if (!adminUrl) throw new Error("GATEHOUSE_TEST_ADMIN_URL is not set: run the tests with `npm test`.");
  const templateName = `gatehouse_template_${process.pid}_${Date.now().toString(36)}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${templateName}`);
  const url = new URL(adminUrl);
  url.pathname = `/${templateName}`;
  await migrateDatabase(url.href);
  provide("adminUrl", adminUrl);
  provide("templateName", templateName);
  return async () => {
    await dropDatabase(admin, templateName);
    await admin.end();
  };
}
