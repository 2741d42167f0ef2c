import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

// The address that is refused on purpose.
test.use({ allowedErrors: [/status of 422/] });

test("a webhook is added, tested, looked into, sent again, rotated and deleted", async ({ person }) => {
  const { page } = person;
  const received: { body: string; headers: Record<string, string> }[] = [];
  let status = 204;
  const receiver = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    received.push({ body, headers: Object.fromEntries(headers) });
    response.writeHead(status, { "x-receiver": "of the journey" }).end(status === 500 ? "out of order" : "");
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  await page.goto("/webhooks");
  await expectAccessible(page, "/webhooks, empty");
  const add = page.getByRole("button", { name: "Add webhook" });
  await awake(add);
  await add.click();
  const form = page.getByRole("dialog");
  await form.getByLabel("URL").fill("https://10.0.0.1/");
  await form.getByRole("button", { name: "Choose all" }).click();
  await form.getByRole("button", { name: "Add webhook" }).click();
  await expect(form.getByText("This host has no public address that may be called.")).toBeVisible();
  await expectAccessible(page, "/webhooks, adding");
  await form.getByLabel("URL").fill(url);
  await form.getByLabel("Description").fill("On call");
  await form.getByRole("button", { name: "Add webhook" }).click();
  await expect(page.getByRole("heading", { name: "The webhook is there" })).toBeVisible();
  const secret = (await page.locator("[data-secret]").textContent()) ?? "";
  expect(secret).toMatch(/^whsec_/);
  await expectAccessible(page, "/webhooks, the secret");
  await page.getByRole("dialog").getByRole("button", { name: "Copy" }).click();
  await page.getByRole("link", { name: "Open webhook" }).click();

  await page.getByRole("button", { name: "Send test event" }).click();
  const log = page.getByRole("table", { name: "Deliveries" });
  await expect(log.getByRole("row", { name: /webhook\.test.*Delivered · 204/ })).toBeVisible();
  expect(new Webhook(secret).verify(received[0]?.body ?? "", received[0]?.headers ?? {})).toMatchObject({
    type: "webhook.test",
  });
  await expectAccessible(page, "/webhooks/[id]");

  status = 500;
  await person.makeKey({ name: "Told by webhook" });
  await expect(log.getByRole("row", { name: /key\.created.*Retrying · 500/ })).toBeVisible();
  await expect(page.getByText("Attempts fail")).toBeVisible();
  await log.getByRole("button", { name: "key.created" }).click();
  const sheet = page.getByRole("dialog", { name: "key.created" });
  await sheet.getByText("What was answered").first().click();
  await expect(sheet.getByText(/x-receiver: of the journey/).first()).toBeVisible();
  await expect(sheet.getByText("out of order").first()).toBeVisible();
  await expectAccessible(page, "/webhooks/[id], a delivery");
  status = 204;
  await sheet.getByRole("button", { name: "Send again" }).click();
  await expect(sheet.getByText("204").first()).toBeVisible();
  const ids = received.filter(({ body }) => body.includes("key.created")).map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(1);
  await sheet.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Rotate secret" }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByRole("heading", { name: "The new secret" })).toBeVisible();
  const next = (await page.locator("[data-secret]").textContent()) ?? "";
  await page.getByRole("dialog").getByRole("button", { name: "Copy" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  const before = received.length;
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect.poll(() => received.length).toBeGreaterThan(before);
  for (const each of [secret, next]) {
    const { body = "", headers = {} } = received.at(-1) ?? {};
    expect(() => new Webhook(each).verify(body, headers)).not.toThrow();
  }

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete webhook" }).click();
  await page.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("heading", { name: "No webhook yet" })).toBeVisible();
  receiver.closeAllConnections();
  receiver.close();
});
