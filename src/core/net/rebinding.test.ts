import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedServer, feedServer } from "#testing/feed-server.ts";
import { download } from "./download.ts";
import type { Resolve } from "./guarded-lookup.ts";
import { openSocket } from "./open-socket.ts";
import { outgoingGuard } from "./outgoing-guard.ts";

const PUBLIC = "93.184.215.14";
let listener: Server;
let port: number;
let reached: Socket[] = [];
let feed: FeedServer;
beforeAll(async () => {
  listener = createServer((socket) => void reached.push(socket));
  await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
  port = (listener.address() as AddressInfo).port;
  feed = await feedServer();
});
afterAll(async () => {
  for (const socket of reached) socket.destroy();
  await new Promise((closed) => listener.close(closed));
  await feed.close();
});

/** A name server that answers with the next of these each time it is asked. */
const answering = (...answers: string[][]) => {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, _, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { asked, resolve };
};
const nowhere = outgoingGuard([]);
const loopback = outgoingGuard(["127.0.0.0/8"]);
const reach = (host: string, guard = nowhere, resolve?: Resolve, secure = true) => {
  reached = [];
  return openSocket({ guard, host, port, secure, timeoutMs: 300, ...(resolve && { resolve }) }).then(
    (socket) => {
      socket.destroy();
      return "connected";
    },
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
};
const BLOCKED = "This host has no public address that may be called.";

test.each([
  "127.0.0.1",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "0.0.0.0",
  "::1",
  "fd00:ec2::254",
  "fe80::1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::7f00:1",
])("a socket to %s is not opened, given as an address or by a name", async (address) => {
  expect(await reach(address)).toBe(BLOCKED);
  expect(await reach("db.example.com", nowhere, answering([address]).resolve)).toBe(BLOCKED);
  expect(reached).toHaveLength(0);
});

test("of several addresses of a name only the good ones are tried", async () => {
  const { asked, resolve } = answering([PUBLIC, "127.0.0.1"]);
  // Nobody answers there, and loopback would have.
  expect(await reach("db.example.com", nowhere, resolve)).not.toBe("connected");
  expect([asked.length, reached.length]).toEqual([1, 0]);
});

test("a name that changes its mind is asked once, and what was checked is what is connected to", async () => {
  const first = answering(["127.0.0.1"], [PUBLIC]);
  expect(await reach("db.example.com", nowhere, first.resolve)).toBe(BLOCKED);
  const second = answering([PUBLIC], ["127.0.0.1"]);
  expect(await reach("db.example.com", nowhere, second.resolve)).not.toBe("connected");
  expect([second.asked.length, reached.length]).toEqual([1, 0]);
});

test("the operator's ranges are open, without TLS too, and nothing beside them", async () => {
  expect(await reach("127.0.0.1", loopback, undefined, false)).toBe("connected");
  expect(await reach("db.example.com", loopback, answering(["127.0.0.1"]).resolve, false)).toBe("connected");
  expect(await reach("db.example.com", loopback, answering(["::ffff:127.0.0.1"]).resolve, false)).toBe("connected");
  expect(await reach("10.0.0.1", loopback)).toBe(BLOCKED);
  expect(await reach(PUBLIC, loopback, undefined, false)).toBe(BLOCKED);
});

test("a socket is not opened for one who has gone, or after its time", async () => {
  const stopped = openSocket({
    guard: loopback,
    host: "127.0.0.1",
    port,
    secure: false,
    timeoutMs: 1000,
    signal: AbortSignal.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  const never: Resolve = () => {};
  const late = openSocket({
    guard: nowhere,
    host: "db.example.com",
    port,
    secure: true,
    timeoutMs: 20,
    resolve: never,
  });
  await expect(late).rejects.toMatchObject({ code: "ETIMEDOUT" });
});

test("each hop of a redirect is resolved and checked anew", async () => {
  feed.at("/start", (_, response) => void response.writeHead(302, { location: "http://inner.example.com/x" }).end());
  // The first host is allowed; the second name leads to where the first did, and then to a private address.
  const { asked, resolve } = answering(["127.0.0.1"], ["10.0.0.1"]);
  const url = new URL("/start", feed.url);
  url.hostname = "outer.example.com";
  const going = download(url, {
    guard: loopback,
    headers: {},
    credentials: {},
    answerMs: 5000,
    signal: AbortSignal.timeout(5000),
    resolve,
  });
  await expect(going).rejects.toMatchObject({ message: BLOCKED });
  expect(asked).toEqual(["outer.example.com", "inner.example.com"]);
});
