import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { mintWebhookSecret, signedHeaders } from "#core/webhooks/sign-webhook.ts";
import { webhookSamples } from "./webhook-samples.ts";

const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-webhook-samples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const programs: Record<string, { program: string; ending: string }> = {
  TypeScript: { program: process.execPath, ending: "mts" },
  ...(has("python3") && { Python: { program: "python3", ending: "py" } }),
};

test.each(Object.keys(programs))("the %s sample takes what is genuine and nothing else", (label) => {
  const { program = "", ending = "" } = programs[label] ?? {};
  const file = path.join(folder, `verify.${ending}`);
  writeFileSync(file, webhookSamples.find((sample) => sample.label === label)?.code ?? "");
  const verdict = (SECRET: string, headers: Record<string, string>, BODY: string) => {
    const env = { ...process.env, NODE_OPTIONS: "", SECRET, HEADERS: JSON.stringify(headers), BODY };
    const { stdout, stderr } = spawnSync(program, [file], { env, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.trim().toLowerCase();
  };
  const [secret, former, other] = [mintWebhookSecret(), mintWebhookSecret(), mintWebhookSecret()];
  const body = '{"type":"key.revoked","data":{"name":"Zürich"}}';
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = signedHeaders({ id: "msg_1", timestamp, body }, [secret, former]);
  expect(verdict(secret, headers, body)).toBe("true");
  expect(verdict(former, headers, body)).toBe("true");
  expect(verdict(other, headers, body)).toBe("false");
  expect(verdict(secret, headers, body.replace("revoked", "created"))).toBe("false");
  const old = signedHeaders({ id: "msg_1", timestamp: timestamp - 3600, body }, [secret]);
  expect(verdict(secret, old, body)).toBe("false");
});
