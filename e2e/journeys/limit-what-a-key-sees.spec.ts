import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { join } from "../fixtures/join.ts";
import { newAddress } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";
import { baseUrl } from "../fixtures/trpc.ts";

const run = promisify(execFile);
const csv = [
  "region,customer,card,margin",
  "eu,Ada,4000-1234-5678,10",
  "us,Bob,4000-1234-9999,20",
  "eu,Cy,4000-1234-0001,30",
].join("\n");

test("upload, policy, key: curl sees only its rows, and a change binds the next call", async ({
  person,
  browser,
  watch,
}) => {
  const { page } = person;
  const grace = await join(browser, person, "viewer", watch);

  await page.goto("/sources");
  await page
    .getByLabel("File to upload")
    .setInputFiles({ name: "sales.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.waitForURL("**/sources/new");
  await page.getByRole("button", { name: "Import 3 rows" }).click();
  await page.waitForURL(/\/sources\/src_\w+$/);
  await expect(page.getByText("1–3 of 3 rows")).toBeVisible();
  const id = new URL(page.url()).pathname.split("/")[2];

  // A key of the viewer sees everything so far.
  const made = await grace.context.request.post("/api/trpc/keys.create", {
    data: { name: "Report", type: "read_only", preset: "data_access" },
    headers: { origin: baseUrl() },
  });
  const key = (await made.json()).result.data as { id: string; api_key: string };
  const from = newAddress();
  const curl = async (path: string) => {
    const { stdout } = await run("curl", [
      "-s",
      "-H",
      `Authorization: Bearer ${key.api_key}`,
      "-H",
      `X-Forwarded-For: ${from}`,
      `${baseUrl()}/api/v1/sources/${id}${path}`,
    ]);
    return stdout;
  };
  expect(JSON.parse(await curl("/data")).total_rows).toBe(3);

  await page.goto("/policies");
  await expect(page.getByText("No policy yet")).toBeVisible();
  await expectAccessible(page, "/policies, empty");
  await page.getByRole("link", { name: "New policy" }).click();
  await page.waitForURL("**/policies/new");
  const name = page.getByLabel("Name");
  await awake(name);
  await name.fill("Viewers see Europe");
  await page.getByRole("combobox", { name: "Source" }).click();
  await page.getByRole("option", { name: /Sales/ }).click();
  await page.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Every viewer" }).click();
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByLabel("Value", { exact: true }).fill("eu");
  const shown = async (column: string, how: string) => {
    await page.getByRole("combobox", { name: `How ${column} is shown` }).click();
    await page.getByRole("option", { name: how }).click();
  };
  await shown("card", "Masked, last 4");
  await shown("margin", "Hidden");

  // What it does is seen before it is saved.
  await page.getByRole("combobox", { name: "Member" }).click();
  await page.getByRole("option", { name: new RegExp(grace.name) }).click();
  const after = page.getByRole("region", { name: "After" });
  await expect(after.getByRole("row", { name: /eu Ada ••••5678/ })).toBeVisible();
  await expect(after.getByRole("row", { name: /Bob/ })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Before" }).getByRole("row", { name: /us Bob/ })).toBeVisible();
  await expect(page.getByText(`of ${grace.name}, by role`)).toBeVisible();
  await expectAccessible(page, "/policies/new");
  expect(JSON.parse(await curl("/data")).total_rows).toBe(3);
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.waitForURL(/\/policies\/pol_\w+$/);

  const page1 = JSON.parse(await curl("/data"));
  expect(page1.data).toEqual([
    { region: "eu", customer: "Ada", card: "••••5678" },
    { region: "eu", customer: "Cy", card: "••••0001" },
  ]);
  expect(page1.total_rows).toBe(2);
  expect(await curl("/export?format=csv")).toBe("region,customer,card\r\neu,Ada,••••5678\r\neu,Cy,••••0001\r\n");
  expect(JSON.parse(await curl("/data?filter=margin:gt:1")).code).toBe("invalid_input");
  expect(await curl("")).not.toContain("margin");

  // Through the viewer's eyes on the source, and on the page of the key.
  await page.goto(`/sources/${id}`);
  const viewAs = page.getByRole("button", { name: "View as…" });
  await awake(viewAs);
  await viewAs.click();
  await page.getByRole("dialog", { name: "View as" }).getByRole("combobox", { name: "Member" }).click();
  await page.getByRole("option", { name: new RegExp(grace.name) }).click();
  await expect(page.getByText(`You see this source as ${grace.name}`)).toBeVisible();
  await expect(page.getByText("1–2 of 2 rows")).toBeVisible();
  await expectAccessible(page, "/sources/[id], as somebody else");
  await page.getByRole("button", { name: "See it as yourself" }).click();
  await expect(page.getByText("1–3 of 3 rows")).toBeVisible();
  await page.goto(`/keys/${key.id}`);
  await expect(page.getByText("some rows and some columns withheld")).toBeVisible();
  await expect(page.getByRole("link", { name: "Viewers see Europe" })).toBeVisible();

  // The viewer is told that there is more.
  const theirs = await grace.context.newPage();
  await theirs.goto(`/sources/${id}`);
  await expect(theirs.getByText("A policy limits what you see of this source")).toBeVisible();
  await expect(theirs.getByText("1–2 of 2 rows")).toBeVisible();
  await expect(theirs.getByText("margin")).toHaveCount(0);
  await expectAccessible(theirs, "/sources/[id], limited");
  await theirs.goto("/policies");
  await expect(theirs.getByText("Policies are for owners and admins")).toBeVisible();

  // A change binds the next call.
  await page.goto("/policies");
  await expectAccessible(page, "/policies");
  await page.getByRole("link", { name: "Viewers see Europe" }).click();
  await page.waitForURL(/\/policies\/pol_\w+$/);
  const value = page.getByLabel("Value", { exact: true });
  await awake(value);
  await value.fill("us");
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByText("Policy saved")).toBeVisible();
  expect(JSON.parse(await curl("/data")).data).toEqual([{ region: "us", customer: "Bob", card: "••••9999" }]);
  await expectAccessible(page, "/policies/[id]");

  await page.getByRole("button", { name: "Delete policy" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete policy" }).click();
  await page.waitForURL("**/policies");
  await expect(page.getByText("No policy yet")).toBeVisible();
  expect(JSON.parse(await curl("/data")).total_rows).toBe(3);
  await page.goto("/audit");
  for (const deed of ["created the policy", "changed the policy", "deleted the policy"])
    await expect(page.getByText(deed).first()).toBeVisible();
});
