import net from "node:net";
import { afterEach, expect, test } from "vitest";
import { demandPort, freePort } from "./ports.mjs";

let server;
const listen = (port) =>
  new Promise((resolve, reject) => {
    server = net.createServer().once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server.address().port));
  });
afterEach(() => server?.close());

test("a taken port is named together with who has it and another one that is free", async () => {
  const port = await listen(0);
  const failure = await demandPort(port, "127.0.0.1").catch((error) => error);
  expect(failure.message).toContain(`Port ${port} on 127.0.0.1 is taken by`);
  if (process.platform === "linux") expect(failure.message).toContain(`(pid ${process.pid})`);
  expect(failure.hint).toMatch(/PORT=\d+ npm start/);
});

test("a free port is no problem, and a wish is fulfilled only if it can be", async () => {
  // One that systems give to nobody by themselves, so that it stays free while this runs.
  const port = await freePort(10_000 + (process.pid % 20_000));
  await expect(demandPort(port, "127.0.0.1")).resolves.toBeUndefined();
  expect(await freePort(port)).toBe(port);
  await listen(port);
  expect(await freePort(port)).not.toBe(port);
});
