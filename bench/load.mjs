import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";
import { fileURLToPath } from "node:url";

/**
 * The load, in a process of its own: keep-alive connections that each send the next request when the answer to the one
 * before is there. Written on bare sockets so that it stays far cheaper than what it measures, and with the same few
 * instructions for every server.
 *
 * @typedef {{ port: number, path: string, keys?: string[], keysFile?: string, header: string, connections: number, mayRefuse?: boolean,
 *   milliseconds?: number, requests?: number }} Load `keys` are sent in turn, in `header`
 * @typedef {{ requests: number, refused: number, milliseconds: number, p50Us: number, p99Us: number }} Outcome
 */

const BUCKET_US = 10;
const BUCKETS = 200_000;
const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** Runs a load in another process. @param {Load} load @returns {Promise<Outcome>} */
export function runLoad(load) {
  const child = fork(fileURLToPath(import.meta.url), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return new Promise((resolve, reject) => {
    child.once("message", (outcome) => {
      child.disconnect();
      if (outcome.error) reject(new Error(outcome.error));
      else resolve(outcome);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the load ended with code ${code}`)));
    child.send(load);
  });
}

/** @param {Load} load @returns {Promise<Outcome>} */
async function generate({
  port,
  path,
  keys = [""],
  keysFile,
  header,
  connections,
  mayRefuse,
  milliseconds,
  requests: wanted,
}) {
  const secrets = keysFile ? readFileSync(keysFile, "utf8").trim().split("\n") : keys;
  const head = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: bench\r\n`;
  const messages = secrets.map((key) => Buffer.from(key === "" ? `${head}\r\n` : `${head}${header}${key}\r\n\r\n`));
  const histogram = new Uint32Array(BUCKETS);
  let sent = 0;
  let done = 0;
  let refused = 0;
  let firstRefusal = "";
  const began = performance.now();
  const isOver = () => (wanted ? sent >= wanted : performance.now() - began >= milliseconds);

  const converse = () =>
    new Promise((resolve, reject) => {
      const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
      let sentAt = 0;
      let pending = null;
      const next = () => {
        if (isOver()) {
          socket.destroy();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(messages[sent % messages.length]);
        sent += 1;
      };
      socket.on("connect", next);
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("a connection was closed")));
      socket.on("data", (chunk) => {
        pending = pending ? Buffer.concat([pending, chunk]) : chunk;
        if (!isWhole(pending)) return;
        histogram[Math.min(BUCKETS - 1, Math.floor(((performance.now() - sentAt) * 1000) / BUCKET_US))] += 1;
        done += 1;
        // "HTTP/1.1 200": the digit at 9 is the class of the status.
        if (pending[9] !== 0x32) {
          refused += 1;
          firstRefusal ||= pending.toString("latin1", 0, 600);
        }
        pending = null;
        next();
      });
    });
  await Promise.all(Array.from({ length: connections }, converse));

  if (refused > 0 && !mayRefuse)
    throw new Error(`${refused} of ${done} requests were not answered 2xx, the first:\n${firstRefusal}`);
  return {
    requests: done,
    refused,
    milliseconds: performance.now() - began,
    p50Us: percentile(histogram, done, 0.5),
    p99Us: percentile(histogram, done, 0.99),
  };
}

/** Whether the one answer that is outstanding is there, by its length or by its last chunk. */
function isWhole(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const head = bytes.latin1Slice(0, headEnd).toLowerCase();
  const at = head.indexOf("content-length: ");
  if (at < 0) return bytes.length > headEnd + 4 && bytes.subarray(-5).equals(LAST_CHUNK);
  return bytes.length >= headEnd + 4 + Number.parseInt(head.slice(at + 16), 10);
}

function percentile(histogram, total, share) {
  let seen = 0;
  for (let bucket = 0; bucket < histogram.length; bucket += 1) {
    seen += histogram[bucket];
    if (seen >= total * share) return (bucket + 1) * BUCKET_US;
  }
  return histogram.length * BUCKET_US;
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url))
  process.once("message", (load) =>
    generate(load).then(
      (outcome) => process.send(outcome),
      (error) => process.send({ error: error.message }),
    ),
  );
