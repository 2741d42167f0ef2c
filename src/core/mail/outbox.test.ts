import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startRuntime } from "#core/runtime.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { enqueueMail } from "./enqueue-mail.ts";

let world: World;
let server: SMTPServer;
let received: string[] = [];
/** What the mail server says to the next mails, one each; afterwards it takes them all. */
let refusals: string[] = [];

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
      });
      stream.on("end", () => {
        const refusal = refusals.shift();
        if (refusal) return done(new Error(refusal));
        received.push(text);
        done();
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  world = await makeWorld({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: "Gatehouse <no-reply@example.test>" });
});
afterAll(async () => {
  await world.close();
  await new Promise<void>((closed) => server.close(() => closed()));
});
afterEach(() => {
  received = [];
  refusals = [];
});

const mail = (subject: string, to = "ada@example.test") => ({ to, subject, text: "Open https://example.test/reset#t" });
const inTransaction = (work: (ctx: Parameters<typeof enqueueMail>[0]) => Promise<void>) =>
  world.runtime.db.transaction((db) => work({ db, runtime: world.runtime }));
const waiting = async () => world.owner`select id, attempts from outbox_mails`;
const dueNow = () => world.owner`update outbox_mails set next_attempt_at = now()`;

test("a mail leaves after the commit of what it belongs to, once, and the outbox forgets it", async () => {
  await inTransaction((ctx) => enqueueMail(ctx, mail("Reset your password")));
  expect(await world.mailsTo("ada@example.test")).toEqual([mail("Reset your password")]);
  await world.runtime.work.runOnce();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatch(/^From: Gatehouse <no-reply@example\.test>\r?$/m);
  expect(received[0]).toMatch(/^To: ada@example\.test\r?$/m);
  expect(received[0]).toMatch(/^Message-ID: <mail_\w{26}@localhost>\r?$/m);
  expect(received[0]).toContain("https://example.test/reset#t");
  await world.runtime.work.runOnce();
  expect(received).toHaveLength(1);
  expect(await waiting()).toEqual([]);
});

test("nothing is sent for what was rolled back", async () => {
  const failing = inTransaction(async (ctx) => {
    await enqueueMail(ctx, mail("Never"));
    throw new Error("rolled back");
  });
  await expect(failing).rejects.toThrow("rolled back");
  await world.runtime.work.runOnce();
  expect(received).toEqual([]);
});

test("the waiting mail is sealed in the database", async () => {
  await inTransaction((ctx) => enqueueMail(ctx, mail("Secret subject")));
  const dump = JSON.stringify(await world.owner`select * from outbox_mails`);
  for (const part of ["Secret", "reset#t", "ada@example.test"]) expect(dump).not.toContain(part);
  await world.runtime.work.runOnce();
});

test("a refused mail is tried again later, not at once, and given up after a day", async () => {
  refusals = ["try later", "still not"];
  await inTransaction((ctx) => enqueueMail(ctx, mail("Later")));
  await world.runtime.work.runOnce();
  await world.runtime.work.runOnce();
  expect(refusals).toEqual(["still not"]);
  expect(await waiting()).toMatchObject([{ attempts: 1 }]);
  await dueNow();
  await world.owner`update outbox_mails set created_at = now() - interval '25 hours'`;
  await world.runtime.work.runOnce();
  expect([received, await waiting()]).toEqual([[], []]);
});

test("a mail whose sender was killed is sent by another", async () => {
  await inTransaction((ctx) => enqueueMail(ctx, mail("Taken over")));
  // As another process leaves it that took the mail and died: an attempt is counted, its time has passed.
  await world.owner`update outbox_mails set attempts = 1, next_attempt_at = now() - interval '1 minute'`;
  await world.runtime.work.runOnce();
  expect(received).toHaveLength(1);
});

test("two instances send each mail once", async () => {
  for (let n = 0; n < 40; n += 1) await inTransaction((ctx) => enqueueMail(ctx, mail(`Number ${n}.`)));
  const other = await startRuntime({ ...world.config, databasePoolSize: 2 });
  try {
    await Promise.all([world.runtime.work.runOnce(), other.work.runOnce()]);
  } finally {
    await other.stop();
  }
  const subjects = received.map((text) => /^Subject: (.*?)\r?$/m.exec(text)?.[1]);
  expect(subjects.sort()).toEqual(Array.from({ length: 40 }, (_, n) => `Number ${n}.`).sort());
});

test("no address or subject can add a recipient or a header", async () => {
  await inTransaction((ctx) => enqueueMail(ctx, mail("Hello\r\nBcc: eve@example.test", "ada@example.test")));
  await world.runtime.work.runOnce();
  expect(received).toHaveLength(1);
  expect(received[0]).not.toMatch(/^Bcc:/m);
});
