import { expect, test } from "vitest";
import { root } from "./project.mjs";
import { readSettings } from "./settings.mjs";

const secret = "0123456789abcdef0123456789abcdef";
const production = { NODE_ENV: "production", DATABASE_URL: "postgres://gatehouse@db.example.com/gatehouse" };

test("nothing set: local, on its own database", () => {
  expect(readSettings({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    publicUrl: "http://localhost:3000",
    dataDir: `${root}/.gatehouse`,
    databaseUrl: undefined,
    secret: undefined,
    isProduction: false,
  });
});

test("an empty variable is as good as none, and the public address follows the port", () => {
  const settings = readSettings({ PORT: "4100", DATABASE_URL: "", GATEHOUSE_SECRET: "", GATEHOUSE_PUBLIC_URL: "" });
  expect(settings).toMatchObject({ port: 4100, publicUrl: "http://localhost:4100", secret: undefined });
});

test.each(["0", "65536", "80.5", "http"])("PORT=%s is refused by name", (PORT) => {
  expect(() => readSettings({ PORT })).toThrow(/PORT/);
});

test("production with a database of one's own never runs on invented values", () => {
  expect(() => readSettings(production)).toThrow(/GATEHOUSE_SECRET is missing/);
  expect(() => readSettings({ ...production, GATEHOUSE_SECRET: secret })).toThrow(/GATEHOUSE_PUBLIC_URL is missing/);
  const all = { ...production, GATEHOUSE_SECRET: secret, GATEHOUSE_PUBLIC_URL: "https://keys.example.com/" };
  expect(readSettings(all)).toMatchObject({ isProduction: true, publicUrl: "https://keys.example.com" });
});

test("a short secret is refused", () => {
  expect(() => readSettings({ GATEHOUSE_SECRET: "short" })).toThrow(/at least 32 bytes/);
});
