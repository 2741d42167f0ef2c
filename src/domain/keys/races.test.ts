import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "#core/credentials/resolve.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { createKey } from "./create-key.ts";
import { disableKey } from "./disable-key.ts";
import { enableKey } from "./enable-key.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey } from "./rotate-key.ts";

/** Things that two people do to one key at the same moment, over and over: whoever comes first, the rules hold. */
const ROUNDS = 200;

let world: World;
let owner: Principal;
beforeAll(async () => {
  world = await makeWorld();
  owner = await world.member(await world.organization(), "owner");
});
afterAll(() => world.close());

const create = () => createKey(world.call(owner), createKey.input.parse({ name: "Raced", scopes: ["data:read"] }));
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
const actions = async (id: string) =>
  (await world.owner<{ action: string }[]>`select action from audit_events where target_id = ${id} order by seq`).map(
    ({ action }) => action,
  );
/** Why a secret is refused now; null: it works. */
async function refused(secret: string | null): Promise<string | null> {
  const record = await world.runtime.resolver.find(secret ?? "");
  if (!record) return "invalid_token";
  return refusalOf(record, world.runtime.clock.nowMs())?.code ?? null;
}

test("revoked twice at once: it happened once", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, api_key } = await create();
    const results = await Promise.all([1, 2].map(() => outcome(revokeKey(world.call(owner), { id }))));
    expect(results.toSorted()).toEqual(["conflict", "passed"]);
    expect(await actions(id)).toEqual(["key.created", "key.revoked"]);
    expect(await refused(api_key)).toBe("revoked_token");
  }
}, 120_000);

test("rotated while it is revoked: no secret of it works afterwards", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, api_key } = await create();
    let next: string | null = null;
    const rotating = rotateKey(world.call(owner), { id, overlap_seconds: 3600 }).then((made) => {
      next = made.api_key;
    });
    const [rotated, revoked] = await Promise.all([outcome(rotating), outcome(revokeKey(world.call(owner), { id }))]);
    expect(revoked).toBe("passed");
    expect(await refused(api_key)).toBe("revoked_token");
    if (rotated === "passed") expect(await refused(next)).toBe("revoked_token");
    else expect(rotated).toBe("conflict");
    expect(await actions(id)).toEqual(
      rotated === "passed" ? ["key.created", "key.rotated", "key.revoked"] : ["key.created", "key.revoked"],
    );
  }
}, 120_000);

test("rotated twice at once: the newest secret works, one former one beside it, and no third", async () => {
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    const { id, api_key } = await create();
    const made = await Promise.all(
      [1, 2].map(() => rotateKey(world.call(owner), { id, overlap_seconds: 3600 }).then((key) => key.api_key)),
    );
    const states = await Promise.all([api_key, ...made].map(refused));
    expect(states.filter((state) => state === null)).toHaveLength(2);
    expect(states[0]).toBe("rotated_key");
  }
}, 120_000);

test("used while it is switched off and on: after each change the next use obeys", async () => {
  const { id, api_key } = await create();
  for (let round = 0; round < ROUNDS; round += 1) {
    const off = round % 2 === 0;
    const change = off ? disableKey : enableKey;
    const [result] = await Promise.all([
      outcome(change(world.call(owner), { id })),
      refused(api_key),
      refused(api_key),
    ]);
    expect(result).toBe("passed");
    expect(await refused(api_key)).toBe(off ? "disabled_key" : null);
  }
}, 120_000);
