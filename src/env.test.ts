import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Environment, readConfig } from "./env.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
/** The first two cells of each row of the table: the variable and its default. */
const documented = new Map(
  [...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)` *\| (.+?) *\|/gm)].map(([, name = "", cell = ""]) => [name, cell]),
);
const needed = { DATABASE_URL: "postgres://localhost/gatehouse", GATEHOUSE_SECRET: "x".repeat(32) };

test("every variable is in the README, and nothing else is", () => {
  expect([...documented.keys()].sort()).toEqual(Object.keys(Environment.shape).sort());
});

test("the README tells the defaults as they are", () => {
  for (const [name, value] of Object.entries(Environment.parse(needed))) {
    if (name in needed || Array.isArray(value)) continue;
    expect(documented.get(name), name).toBe(`\`${value}\``);
  }
});

test("one error names everything that is missing or wrong", () => {
  expect(() => readConfig({ NODE_ENV: "test", PORT: "0", LOG_LEVEL: "loud", GATEHOUSE_SECRET: "short" })).toThrow(
    /PORT[\s\S]*DATABASE_URL[\s\S]*GATEHOUSE_SECRET[\s\S]*LOG_LEVEL/,
  );
});

test("in production the public URL is never made up", () => {
  expect(() => readConfig({ ...needed, NODE_ENV: "production" })).toThrow(/GATEHOUSE_PUBLIC_URL/);
  const config = readConfig({ ...needed, NODE_ENV: "production", GATEHOUSE_PUBLIC_URL: "https://api.example.com/x" });
  expect(config.publicUrl).toBe("https://api.example.com");
});

test("files go to a bucket where one is named, with both halves of a key or neither", () => {
  const given = { ...needed, NODE_ENV: "test" as const };
  expect(readConfig(given)).toMatchObject({ s3: null, filesQuotaBytes: 10 * 2 ** 30 });
  expect(readConfig({ ...given, S3_BUCKET: "files", FILES_QUOTA_MIB: "0" })).toMatchObject({
    s3: { bucket: "files", region: "us-east-1", endpoint: null, credentials: null, pathStyle: true, prefix: "" },
    filesQuotaBytes: null,
  });
  const keyed = { ...given, S3_BUCKET: "files", S3_ACCESS_KEY_ID: "id", S3_PATH_STYLE: "0", S3_PREFIX: "a/b/" };
  expect(() => readConfig(keyed)).toThrow(/S3_SECRET_ACCESS_KEY/);
  expect(readConfig({ ...keyed, S3_SECRET_ACCESS_KEY: "secret" }).s3).toMatchObject({
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    pathStyle: false,
    prefix: "a/b/",
  });
  for (const [name, value] of Object.entries({ S3_BUCKET: "Not A Bucket", S3_ENDPOINT: "ftp://x", S3_PREFIX: "/a" }))
    expect(() => readConfig({ ...given, [name]: value }), name).toThrow(name);
});

test("an OpenFGA server needs a store", () => {
  const given = { ...needed, NODE_ENV: "test" as const };
  expect(readConfig(given).openFga).toBeNull();
  const server = { OPENFGA_URL: "https://fga.example.com/", OPENFGA_STORE_ID: "01HVMMBCMGZNT3SED4Z17ECXCA" };
  expect(() => readConfig({ ...given, OPENFGA_URL: server.OPENFGA_URL })).toThrow(/OPENFGA_STORE_ID.*sync-permissions/);
  expect(() => readConfig({ ...given, ...server, OPENFGA_STORE_ID: "mine" })).toThrow(/OPENFGA_STORE_ID/);
  expect(readConfig({ ...given, ...server }).openFga).toEqual({
    url: "https://fga.example.com/",
    storeId: server.OPENFGA_STORE_ID,
    modelId: null,
    token: null,
  });
});
