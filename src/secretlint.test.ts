import { readFileSync } from "node:fs";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-pattern";
import { expect, test } from "vitest";
import { scannerPattern } from "#contract/credential.ts";
import { mintSecret } from "#core/credentials/secret.ts";

const file = new URL("../docs/secretlint.json", import.meta.url);
const { rules } = JSON.parse(readFileSync(file, "utf8")) as {
  rules: { id: string; options: { patterns: { patterns: string[] }[] } }[];
};

/** What secretlint finds in a text with the published configuration. */
async function found(content: string): Promise<string[]> {
  const result = await lintSource({
    source: { filePath: "leak.txt", content, ext: ".txt", contentType: "text" },
    options: { config: { rules: rules.map((each) => ({ ...each, rule: creator })) } },
  });
  return result.messages.map(({ range: [start, end] }) => content.slice(start, end));
}

test("the published configuration is the pattern that the product says", () => {
  expect(rules[0]?.options.patterns[0]?.patterns).toEqual([`/${scannerPattern("gk")}/`]);
  expect(readFileSync(new URL("../docs/secret-scanning.md", import.meta.url), "utf8")).toContain(scannerPattern("gk"));
});

test("secretlint finds every kind of secret, wherever it stands in a text", async () => {
  for (const word of ["live", "test", "ro", "pat", "refresh", "oauth", "share"]) {
    const { reveal } = mintSecret("gk", word);
    for (const text of [reveal, `KEY=${reveal}\n`, `{"key":"${reveal}"}`, `curl -H 'Authorization: Bearer ${reveal}'`])
      expect(await found(text)).toEqual([reveal]);
  }
});

test("secretlint is quiet about hints, placeholders and longer words", async () => {
  const { reveal, hint } = mintSecret("gk", "live");
  for (const text of [hint, "gk_live_YOUR_API_KEY", reveal.slice(0, -1), `${reveal}x`, `x${reveal}`])
    expect(await found(text)).toEqual([]);
});
