import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { baseUrl } from "../fixtures/trpc.ts";

// The address that is refused on purpose.
test.use({ allowedErrors: [/status of 422/] });

let feed: Server;
let url = "";
let asked: (string | undefined)[] = [];
let body = "id,city,visitors\n1,Paris,10\n2,Rome,20\n";
test.beforeAll(async () => {
  feed = createServer((request, response) => {
    asked.push(request.headers.authorization);
    if (request.headers.authorization !== "Bearer of-the-journey") return void response.writeHead(401).end();
    response.end(body);
  });
  await new Promise<void>((ready) => feed.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/visitors.csv`;
});
test.afterAll(async () => {
  feed.closeAllConnections();
  await new Promise((closed) => feed.close(closed));
});

test("a connector is made, tested, mended and synced, and a key reads what it brought", async ({ person }) => {
  const { page } = person;
  asked = [];
  await page.goto("/connectors");
  await expect(page.getByRole("heading", { name: "No connector yet" })).toBeVisible();
  await expectAccessible(page, "/connectors, empty");

  await page.goto("/sources/new");
  await page.getByRole("link", { name: "Connect a database or feed" }).click();
  await expect(page.getByRole("heading", { name: "Add connector" })).toBeVisible();
  const kind = page.getByRole("radio", { name: /HTTP feed/ });
  await awake(kind);
  await expectAccessible(page, "/connectors/new");
  await kind.click();
  await page.getByLabel("Name", { exact: true }).fill("Visitors");
  await page.getByLabel("URL").fill("https://169.254.169.254/latest/meta-data/");
  await page.getByRole("button", { name: "Add connector" }).click();
  await expect(page.getByText("This host has no public address that may be called.")).toBeVisible();
  await page.getByLabel("URL").fill(url);
  await page.getByRole("combobox", { name: "Authorization" }).click();
  await page.getByRole("option", { name: "Bearer token" }).click();
  await page.getByLabel("Token", { exact: true }).fill("not-the-right-one");
  await page.getByLabel("Key columns").fill("id");
  await page.getByRole("combobox", { name: "Schedule" }).click();
  await page.getByRole("option", { name: "Hourly" }).click();
  await page.getByRole("button", { name: "Add connector" }).click();

  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The test failed" })).toBeVisible();
  await expect(page.getByText("The feed refuses the credentials, or asks for some (status 401).")).toBeVisible();
  await expectAccessible(page, "/connectors/[id], a test that failed");

  await page.getByRole("tab", { name: "Settings" }).click();
  await expectAccessible(page, "/connectors/[id], settings");
  await page.getByLabel(/^Token/).fill("of-the-journey");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Connector changed")).toBeVisible();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The test passed" })).toBeVisible();
  expect(await page.content()).not.toContain("of-the-journey");

  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("button", { name: "Sync now" }).click();
  const history = page.getByRole("table", { name: "Syncs" });
  await expect(history.getByRole("row", { name: /Succeeded 2 0 0 2/ })).toBeVisible();
  body = "id,city,visitors\n1,Paris,11\n3,Oslo,30\n4,Bern,40\n";
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(history.getByRole("row", { name: /Succeeded 2 1 1 3/ })).toBeVisible();
  await expectAccessible(page, "/connectors/[id], synced");

  body = "id,town,visitors\n1,Paris,12\n";
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText("The columns outside no longer fit the source", { exact: true })).toBeVisible();
  await expectAccessible(page, "/connectors/[id], a review");
  await page.getByRole("button", { name: "Accept and sync" }).click();
  await expect(history.getByRole("row", { name: /Succeeded \S+ \S+ \S+ 1\b/ })).toBeVisible();

  await page.getByRole("link", { name: "See its rows" }).click();
  await expect(page.getByRole("table").getByText("Paris")).toBeVisible();
  await expect(page.getByText("Filled by Visitors")).toBeVisible();
  const source = new URL(page.url()).pathname.split("/").at(-1);
  const { api_key } = await person.makeKey({ name: "Reader", type: "read_only", preset: "data_access" });
  const answer = await fetch(`${baseUrl()}/api/v1/sources/${source}/data`, { headers: { "x-api-key": api_key } });
  expect(await answer.json()).toMatchObject({ data: [{ id: 1, town: "Paris", visitors: 12 }], total_rows: 1 });

  await page.goto("/connectors");
  await expect(
    page.getByRole("table", { name: "Connectors" }).getByRole("row", { name: /Visitors.*Hourly/ }),
  ).toBeVisible();
  await expectAccessible(page, "/connectors");
});
