import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Environment, readConfig } from "./env.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
/** The first two cells of each row of the table: the variable and its default. */
const documented = new Map(
  [...readme.matchAll(/^\| `([A-Z][A-Z_]+)` *\| (.+?) *\|/gm)].map(([, name = "", cell = ""]) => [name, cell]),
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
