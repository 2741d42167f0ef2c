import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outgoingGuard } from "./outgoing-guard.ts";
import { isPublicAddress, unmapped } from "./public-address.ts";
import { sendRequest } from "./send-request.ts";

let server: Server;
let port: number;
let handler: (request: IncomingMessage, response: ServerResponse) => void = () => {};
beforeAll(async () => {
  server = createServer((request, response) => handler(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((closed) => server.close(closed)));

const nowhere = outgoingGuard([]);
const loopback = outgoingGuard(["127.0.0.0/8"]);
const get = (url: string, guard = loopback, more: { maxBytes?: number; timeoutMs?: number } = {}) =>
  sendRequest(new URL(url), { guard, method: "GET", timeoutMs: 5000, maxBytes: 1000, ...more });
const said = (work: Promise<unknown>) =>
  work.then(
    () => "answered",
    (error: Error) => error.message,
  );

test.each([
  ["8.8.8.8", true],
  ["192.0.1.1", true],
  ["2606:4700::1111", true],
  ["2a00:1450::1", true],
  ["0.0.0.0", false],
  ["10.1.2.3", false],
  ["100.64.0.1", false],
  ["127.0.0.1", false],
  ["169.254.169.254", false],
  ["172.31.255.255", false],
  ["192.168.1.1", false],
  ["198.18.0.1", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::", false],
  ["::1", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:7f00:1", false],
  ["::ffff:a9fe:a9fe", false],
  ["0:0:0:0:0:ffff:0a00:0001", false],
  ["::127.0.0.1", false],
  ["64:ff9b::7f00:1", false],
  ["fe80::1", false],
  ["fe80::1%eth0", false],
  ["fc00::1", false],
  ["fd00:ec2::254", false],
  ["ff02::1", false],
  ["2001::1", false],
  ["2001:db8::1", false],
  ["2002:7f00:1::", false],
  ["not an address", false],
])("whether %s is a public address: %s", (ip, expected) => {
  expect(isPublicAddress(ip)).toBe(expected);
});

test("a mapped address is the IPv4 address in it, however it is written", () => {
  for (const ip of ["::ffff:192.0.2.1", "::FFFF:c000:0201", "0:0:0:0:0:ffff:192.0.2.1"])
    expect(unmapped(ip)).toBe("192.0.2.1");
});

test.each([
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://169.254.169.254/latest/meta-data/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://0177.0.0.1/",
  "https://localhost/",
  "https://app.localhost./",
  "http://example.com/",
  "ftp://example.com/",
])("%s is refused from the URL alone", (url) => {
  expect(() => nowhere.requireUrl(new URL(url))).toThrow();
});

test("a name is judged by the address that it leads to when it is connected to", async () => {
  // This name of the machine leads to loopback, and the URL alone does not tell.
  const name = { ...nowhere, requireUrl: () => {} };
  expect(await said(get(`https://localhost:${port}/`, name))).toBe(
    "This host has no public address that may be called.",
  );
  handler = (_, response) => void response.end("reached");
  expect((await get(`http://localhost:${port}/`)).body).toBe("reached");
});

test("http goes only into the ranges that the operator allows", () => {
  expect(loopback.mayConnect("127.0.0.1", false)).toBe(true);
  expect(loopback.mayConnect("::ffff:127.0.0.1", false)).toBe(true);
  expect(loopback.mayConnect("8.8.8.8", false)).toBe(false);
  expect(loopback.mayConnect("8.8.8.8", true)).toBe(true);
  expect(loopback.mayConnect("10.0.0.1", true)).toBe(false);
});

test("a redirect is an answer and is not followed", async () => {
  let calls = 0;
  handler = (_, response) => {
    calls += 1;
    response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
  };
  expect((await get(`http://127.0.0.1:${port}/`)).status).toBe(302);
  expect(calls).toBe(1);
});

test("no more is kept of an answer than was asked for, though it never ends", async () => {
  handler = (_, response) => {
    const more = setInterval(() => response.write("x".repeat(500)), 1);
    response.on("close", () => clearInterval(more));
  };
  const { status, body } = await get(`http://127.0.0.1:${port}/`);
  expect([status, body]).toEqual([200, "x".repeat(1000)]);
});

test("a receiver that does not answer is given up, one that is not there is told", async () => {
  handler = () => {};
  expect(await said(get(`http://127.0.0.1:${port}/`, loopback, { timeoutMs: 50 }))).toBe(
    "The receiver did not answer within 0.05 seconds.",
  );
  expect(await said(get("http://127.0.0.1:1/"))).toBe("The receiver refused the connection.");
});
