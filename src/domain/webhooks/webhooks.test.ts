import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import type { Refusal } from "#core/refusal.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createWebhook } from "./create-webhook.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { getDelivery } from "./get-delivery.ts";
import { getWebhook } from "./get-webhook.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { listWebhooks } from "./list-webhooks.ts";
import { resendDelivery } from "./resend-delivery.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { testWebhook } from "./test-webhook.ts";
import { updateWebhook } from "./update-webhook.ts";

let world: World;
let org: Organization;
let owner: Principal;
beforeAll(async () => {
  world = await makeWorld({ outgoingAllowedRanges: [] });
  org = await world.organization();
  owner = await world.member(org, "owner");
});
afterAll(() => world.close());

const url = "https://hooks.example.com/in?key=of-the-receiver";
const create = (principal = owner, options = {}) =>
  createWebhook(world.call(principal), createWebhook.input.parse({ url, events: ["key.created"], ...options }));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: Refusal) => error.code,
  );
const actions = async (id: string) =>
  (await world.owner`select action from audit_events where target_id = ${id} order by seq`).map(({ action }) => action);

test("are made, read, changed, tested, rotated and deleted, each audited", async () => {
  const made = await create(owner, { description: "On call" });
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await getWebhook(world.call(owner), { id: made.id })).toEqual({ ...made, secret: undefined });
  const changed = await updateWebhook(world.call(owner), { id: made.id, events: ["key.leaked"], enabled: false });
  expect(changed).toMatchObject({ events: ["key.leaked"], enabled: false, version: 2, url });
  expect(await updateWebhook(world.call(owner), { id: made.id, enabled: true })).toMatchObject({ enabled: true });
  const delivery = await testWebhook(world.call(owner), { id: made.id });
  expect(delivery).toMatchObject({ webhook_id: made.id, event: "webhook.test", status: "pending", attempts: 0 });
  const rotated = await rotateWebhookSecret(world.call(owner), { id: made.id, overlap_seconds: 60 });
  expect(rotated.secret).not.toBe(made.secret);
  await deleteWebhook(world.call(owner), { id: made.id });
  expect(await refusal(getWebhook(world.call(owner), { id: made.id }))).toBe("not_found");
  expect(await refusal(getDelivery(world.call(owner), { id: delivery.id }))).toBe("not_found");
  expect(await actions(made.id)).toEqual([
    "webhook.created",
    "webhook.updated",
    "webhook.updated",
    "webhook.tested",
    "webhook.secret_rotated",
    "webhook.deleted",
  ]);
});

test("neither secret nor the receiver's own stand anywhere but where they belong", async () => {
  const { id, secret } = await create();
  const rotated = await rotateWebhookSecret(world.call(owner), { id, overlap_seconds: 60 });
  const rows = JSON.stringify(await world.owner`select * from webhook_endpoints where id = ${id}`);
  const events = JSON.stringify(await world.owner`select * from audit_events where target_id = ${id}`);
  for (const each of [secret, rotated.secret]) {
    expect(rows).not.toContain(each?.slice(6, 30));
    expect(events).not.toContain(each?.slice(6, 30));
  }
  expect(events).not.toContain("of-the-receiver");
  const listed = JSON.stringify(await listWebhooks(world.call(owner), listWebhooks.input.parse({})));
  expect(listed).not.toContain('secret":');
});

test("repeated by Idempotency-Key, a creation makes one and tells no secret", async () => {
  const there = await world.member(await world.organization(), "owner");
  const input = createWebhook.input.parse({ url, events: ["key.created"] });
  const call = world.call(there, { idempotencyKey: "once" });
  const [first, again] = [await createWebhook(call, input), await createWebhook(call, input)];
  expect([again.id, again.secret]).toEqual([first.id, null]);
});

test.each([
  "http://hooks.example.com/",
  "https://10.0.0.1/",
  "https://[::1]/",
  "https://169.254.169.254/",
  "https://metadata.localhost/",
])("%s cannot be called and is refused, also as a change", async (forbidden) => {
  expect(await refusal(create(owner, { url: forbidden }))).toBe("invalid_input");
  const { id } = await create();
  expect(await refusal(updateWebhook(world.call(owner), { id, url: forbidden }))).toBe("invalid_input");
});

test.each(["ftp://example.com/", "https://user:pw@example.com/", "https://example.com/#part", "nonsense", ""])(
  "%s is no URL for a webhook",
  (bad) => {
    expect(createWebhook.input.safeParse({ url: bad, events: ["key.created"] }).success).toBe(false);
  },
);

test("a stale version is refused", async () => {
  const { id } = await create();
  await updateWebhook(world.call(owner), { id, description: "Newer" });
  const stale = world.call(owner, { ifMatch: '"v1"' });
  expect(await refusal(updateWebhook(stale, { id, description: "Older" }))).toBe("precondition_failed");
  expect(await refusal(deleteWebhook(stale, { id }))).toBe("precondition_failed");
});

test("another organization's are unknown, and without organizations:write all is refused", async () => {
  const { id } = await create();
  const delivery = await testWebhook(world.call(owner), { id });
  const stranger = await world.member(await world.organization(), "owner");
  const editor = await world.member(org, "editor");
  const attempts = (who: Principal) => {
    const call = world.call(who);
    return [
      getWebhook(call, { id }),
      updateWebhook(call, { id, description: "Mine" }),
      deleteWebhook(call, { id }),
      rotateWebhookSecret(call, { id, overlap_seconds: 0 }),
      testWebhook(call, { id }),
      listDeliveries(call, listDeliveries.input.parse({ id })),
      getDelivery(call, { id: delivery.id }),
      resendDelivery(call, { id: delivery.id }),
    ];
  };
  expect(await Promise.all(attempts(stranger).map(refusal))).toEqual(Array(8).fill("not_found"));
  expect(await Promise.all(attempts(editor).map(refusal))).toEqual(Array(8).fill("insufficient_scope"));
  expect(await refusal(create(editor))).toBe("insufficient_scope");
  expect(await refusal(listWebhooks(world.call(editor), listWebhooks.input.parse({})))).toBe("insufficient_scope");
  expect((await listWebhooks(world.call(stranger), listWebhooks.input.parse({}))).data).toEqual([]);
  expect(await getWebhook(world.call(owner), { id })).toMatchObject({ version: 1, description: null });
});

test("lists page by page, webhooks and deliveries alike", async () => {
  const there = await world.member(await world.organization(), "owner");
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.unshift((await create(there)).id);
  const first = await listWebhooks(world.call(there), listWebhooks.input.parse({ limit: 2 }));
  const rest = await listWebhooks(world.call(there), listWebhooks.input.parse({ limit: 2, cursor: first.next_cursor }));
  expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids);
  const [id = ""] = ids;
  for (let n = 0; n < 3; n += 1) await testWebhook(world.call(there), { id });
  const page = await listDeliveries(world.call(there), listDeliveries.input.parse({ id, limit: 2, status: "pending" }));
  expect([page.data.length, page.next_cursor]).toEqual([2, expect.any(String)]);
  expect((await listDeliveries(world.call(there), listDeliveries.input.parse({ id, status: "failed" }))).data).toEqual(
    [],
  );
});
