import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { startRuntime } from "#core/runtime.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { createWebhook } from "#domain/webhooks/create-webhook.ts";
import { getDelivery } from "#domain/webhooks/get-delivery.ts";
import { getWebhook } from "#domain/webhooks/get-webhook.ts";
import { listDeliveries } from "#domain/webhooks/list-deliveries.ts";
import { resendDelivery } from "#domain/webhooks/resend-delivery.ts";
import { rotateWebhookSecret } from "#domain/webhooks/rotate-webhook-secret.ts";
import { testWebhook } from "#domain/webhooks/test-webhook.ts";
import { updateWebhook } from "#domain/webhooks/update-webhook.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { retryPause } from "./retry-pause.ts";
import { sendDelivery } from "./send-delivery.ts";

type Received = { headers: Record<string, string>; body: string };
let world: World;
let receiver: Server;
let url: string;
let received: Received[] = [];
/** What the receiver answers with: a status, or nothing for good. */
let answer: number | "silence" = 204;

const plain = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

beforeAll(async () => {
  world = await makeWorld();
  receiver = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ headers: plain(request.headers), body });
      if (answer === "silence") request.socket.destroy();
      else response.writeHead(answer, { "x-receiver": "test" }).end(answer === 500 ? "out of order\0" : "");
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await world.close();
  await new Promise((closed) => receiver.close(closed));
});
afterEach(async () => {
  received = [];
  answer = 204;
  await world.owner`delete from webhook_endpoints`;
});

async function hooked(events = ["key.created", "key.revoked"]) {
  const owner = await world.member(await world.organization(), "owner");
  const webhook = await createWebhook(world.call(owner), createWebhook.input.parse({ url, events }));
  return { owner, webhook, secret: webhook.secret ?? "" };
}
const makeKey = (owner: Principal) =>
  createKey(world.call(owner), createKey.input.parse({ name: "Hooked", preset: "read_only" }));
const send = async (runtime = world.runtime) => {
  while (await sendDelivery(runtime));
};
const dueNow = () => world.owner`update webhook_deliveries set next_attempt_at = now(), leased_until = null`;
const deliveries = (owner: Principal, id: string) =>
  listDeliveries(world.call(owner), listDeliveries.input.parse({ id })).then(({ data }) => data);

test("an event is sent once, signed so that the library of the standard verifies it", async () => {
  const { owner, webhook, secret } = await hooked();
  const key = await makeKey(owner);
  await revokeKey(world.call(owner), { id: key.id });
  await send();
  await send();
  expect(received).toHaveLength(2);
  const verified = received.map(({ body, headers }) => new Webhook(secret).verify(body, headers) as { type: string });
  expect(verified).toMatchObject([
    {
      type: "key.created",
      data: { organization_id: owner.orgId, subject: { type: "key", id: key.id, name: "Hooked" } },
    },
    { type: "key.revoked", data: { actor: { name: "Test owner" } } },
  ]);
  expect(received[0]?.headers["content-type"]).toBe("application/json");
  for (const { body } of received) expect(body).not.toContain(key.api_key?.slice(12, 40));
  expect(
    (await deliveries(owner, webhook.id)).map(({ status, attempts, last_status }) => [status, attempts, last_status]),
  ).toEqual([
    ["succeeded", 1, 204],
    ["succeeded", 1, 204],
  ]);
});

test("an altered body, another secret and an old timestamp are seen by the receiver", async () => {
  const { owner, secret } = await hooked();
  await makeKey(owner);
  await send();
  const { body, headers } = received[0] as Received;
  expect(() => new Webhook(secret).verify(body.replace("Hooked", "Hacked"), headers)).toThrow();
  expect(() => new Webhook(`whsec_${Buffer.alloc(32).toString("base64")}`).verify(body, headers)).toThrow();
  const old = { ...headers, "webhook-timestamp": `${Number(headers["webhook-timestamp"]) - 3600}` };
  expect(() => new Webhook(secret).verify(body, old)).toThrow();
});

test("only chosen events are sent, and none of another organization", async () => {
  const { owner } = await hooked(["key.revoked"]);
  await makeKey(owner);
  await makeKey(await world.member(await world.organization(), "owner"));
  await send();
  expect(received).toEqual([]);
});

test("after a rotation both secrets verify until the overlap ends", async () => {
  const { owner, webhook, secret } = await hooked();
  const rotated = await rotateWebhookSecret(world.call(owner), { id: webhook.id, overlap_seconds: 3600 });
  await makeKey(owner);
  await send();
  for (const each of [secret, rotated.secret ?? ""])
    expect(() => new Webhook(each).verify(received[0]?.body ?? "", received[0]?.headers ?? {})).not.toThrow();
  await rotateWebhookSecret(world.call(owner), { id: webhook.id, overlap_seconds: 0 });
  await makeKey(owner);
  await send();
  for (const each of [secret, rotated.secret ?? ""])
    expect(() => new Webhook(each).verify(received[1]?.body ?? "", received[1]?.headers ?? {})).toThrow();
});

test("a failure is logged with the answer and tried again later under the same id", async () => {
  const { owner, webhook } = await hooked();
  await makeKey(owner);
  answer = 500;
  await send();
  await send();
  expect(received).toHaveLength(1);
  answer = "silence";
  await dueNow();
  await send();
  answer = 200;
  await dueNow();
  await send();
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  const [delivery] = await deliveries(owner, webhook.id);
  const { log, status, payload } = await getDelivery(world.call(owner), { id: delivery?.id ?? "" });
  expect([status, payload]).toEqual(["succeeded", received[0]?.body]);
  expect(log.map(({ number, status: of, response_body, error }) => [number, of, response_body, error])).toEqual([
    [3, 200, "", null],
    [2, null, null, "The receiver cut the connection."],
    [1, 500, "out of order\ufffd", null],
  ]);
  expect(log[2]?.response_headers).toMatchObject({ "x-receiver": "test" });
});

test("the pauses grow and end after three days", () => {
  const pauses: number[] = [];
  let since = 0;
  for (let failures = 1; ; failures += 1) {
    const pause = retryPause(failures, since, 0);
    if (pause === null) break;
    pauses.push(pause);
    since += pause;
  }
  expect(pauses.slice(0, 4)).toEqual([5000, 20_000, 80_000, 320_000]);
  expect(Math.max(...pauses)).toBe(12 * 3_600_000);
  expect(since).toBeGreaterThan(2 * 86_400_000);
  expect(since).toBeLessThanOrEqual(3 * 86_400_000);
});

test("a delivery is given up after three days, and can be sent again by hand with the same id", async () => {
  const { owner, webhook } = await hooked();
  await makeKey(owner);
  await world.owner`update webhook_deliveries set round_started_at = now() - interval '73 hours', round_attempts = 12`;
  answer = 500;
  await send();
  const [failed] = await deliveries(owner, webhook.id);
  expect(failed).toMatchObject({ status: "failed", next_attempt_at: null });
  answer = 204;
  await resendDelivery(world.call(owner), { id: failed?.id ?? "" });
  await send();
  expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([failed?.id, failed?.id]);
  expect(await deliveries(owner, webhook.id)).toMatchObject([{ status: "succeeded" }]);
});

test("two instances send each delivery once while it succeeds", async () => {
  const { owner } = await hooked();
  for (let n = 0; n < 15; n += 1) await makeKey(owner);
  const other = await startRuntime({ ...world.config, databasePoolSize: 2 });
  try {
    await Promise.all([send(), send(), send(other), send(other)]);
    // What a lane left, because another was at the same receiver.
    await send();
  } finally {
    await other.stop();
  }
  expect(received).toHaveLength(15);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(15);
});

test("a sender that died after sending leaves it to another, who sends it again under the same id", async () => {
  const { owner, webhook } = await hooked();
  await makeKey(owner);
  await send();
  // As a killed process leaves it: sent, its lease not given back, no outcome written.
  await world.owner`delete from webhook_attempts`;
  await world.owner`update webhook_deliveries set status = 'pending', leased_until = now() + interval '60 seconds'`;
  await send();
  expect(received).toHaveLength(1);
  await world.owner`update webhook_deliveries set leased_until = now() - interval '1 second'`;
  await send();
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(received).toHaveLength(2);
  expect(await deliveries(owner, webhook.id)).toMatchObject([{ status: "succeeded", attempts: 2 }]);
});

test.each([
  ["says that it is gone", 410, "0 hours"],
  ["has failed for three days", 500, "73 hours"],
] as const)("a webhook whose receiver %s is switched off, audited and told of", async (_, status, failing) => {
  const { owner, webhook } = await hooked();
  await world.owner`update webhook_endpoints set failing_since = now() - ${failing}::interval`;
  await makeKey(owner);
  answer = status;
  await send();
  const disabled = await getWebhook(world.call(owner), { id: webhook.id });
  expect([disabled.enabled, disabled.disabled_reason]).toEqual([false, expect.any(String)]);
  const [event] =
    await world.owner`select actor_type, after from audit_events where action = 'webhook.disabled' and target_id = ${webhook.id}`;
  expect(event).toMatchObject({ actor_type: "system", after: { enabled: false } });
  const told = await world.owner`select r.user_id from alerts a join alert_recipients r on r.alert_id = a.id
    where a.kind = 'webhook.disabled' and a.subject_id = ${webhook.id}`;
  expect(told).toMatchObject([{ user_id: owner.user.id }]);
  received = [];
  answer = 204;
  await dueNow();
  await send();
  expect(received).toEqual([]);
  await expect(testWebhook(world.call(owner), { id: webhook.id })).rejects.toMatchObject({ code: "conflict" });
  await updateWebhook(world.call(owner), { id: webhook.id, enabled: true });
  await testWebhook(world.call(owner), { id: webhook.id });
  await send();
  expect(received.some(({ body }) => body.includes("webhook.test"))).toBe(true);
});

test("a host whose address is not allowed is never connected to", async () => {
  const { owner, webhook } = await hooked();
  await world.owner`update webhook_endpoints set url = ${url.replace("127.0.0.1", "[::1]")} where id = ${webhook.id}`;
  await testWebhook(world.call(owner), { id: webhook.id });
  await send();
  expect(received).toEqual([]);
  expect(await deliveries(owner, webhook.id)).toMatchObject([
    { status: "pending", last_status: null, last_error: "This host has no public address that may be called." },
  ]);
});
