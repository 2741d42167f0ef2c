import type { Key } from "#contract/key.ts";
import type { Call } from "#core/verb.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { listKeys } from "#domain/keys/list-keys.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";

const DAY_MS = 86_400_000;
const MAIN_KEY = "Demo key";

type Demo = {
  name: string;
  input: Record<string, unknown>;
  days?: number | null;
  afterwards?: "disable" | "revoke" | "rotate";
};

const demos: readonly Demo[] = [
  { name: "Sandbox experiments", input: { type: "test", preset: "full_access" }, days: null },
  { name: "Legacy export script", input: { preset: "full_access" }, days: null, afterwards: "revoke" },
  { name: "Load test", input: { type: "test", preset: "data_access" }, days: 30, afterwards: "disable" },
  { name: "Quarterly audit", input: { type: "read_only", preset: "read_only" }, days: 5 },
  { name: "Staging backend", input: { type: "test", scopes: ["data:write", "projects:read"] }, days: 60 },
  {
    name: "CI pipeline",
    input: { scopes: ["data:write", "keys:read", "usage:read"], allowed_ips: ["203.0.113.0/24"] },
    days: 45,
  },
  { name: "Nightly export", input: { preset: "data_access", metadata: { schedule: "02:00 UTC" } }, days: 365 },
  { name: "Mobile backend", input: { scopes: ["data:read", "dashboards:read"] }, days: 20, afterwards: "rotate" },
  { name: "BI dashboards", input: { preset: "data_access" }, days: 90 },
];

/** Makes the keys that are not there yet, and the main one, whose secret is given: rotated if it was there already. */
export async function makeKeys(call: () => Call): Promise<{ secret: string; keys: Map<string, Key> }> {
  const list = async () =>
    new Map((await listKeys(call(), listKeys.input.parse({ limit: 100 }))).data.map((key) => [key.name, key]));
  const before = await list();
  for (const { name, input, days = null, afterwards } of demos) {
    if (before.has(name)) continue;
    const expires_at = days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString();
    const { id } = await createKey(call(), createKey.input.parse({ name, expires_at, ...input }));
    if (afterwards === "disable") await disableKey(call(), { id });
    if (afterwards === "revoke") await revokeKey(call(), { id });
    if (afterwards === "rotate") await rotateKey(call(), { id, overlap_seconds: 604_800 });
  }
  const main = before.get(MAIN_KEY);
  const { api_key } = main
    ? await rotateKey(call(), { id: main.id, overlap_seconds: 0 })
    : await createKey(call(), createKey.input.parse({ name: MAIN_KEY, preset: "full_access", expires_at: null }));
  if (!api_key) throw new Error("the demo key has no secret");
  return { secret: api_key, keys: await list() };
}
