import { makeSource } from "../fixtures/make-source.ts";
import { expect, test } from "../fixtures/test.ts";

const people = ["name,city,age", '"Ada, Countess",London,36', "Grace,New York,85", "Alan,London,41", "Edsger,,72"];

test("a view is built by clicking, kept in the URL, and its command answers the same rows", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey();
  const source = await makeSource(api(key.api_key), "people.csv", `${people.join("\n")}\n`);
  await page.goto(`/sources/${source.id}`);
  await expect(page.getByText("1–4 of 4 rows")).toBeVisible();

  await page.getByRole("button", { name: "Add filter" }).click();
  const form = page.getByRole("dialog", { name: "Add a filter" });
  await form.getByLabel("Column").click();
  await page.getByRole("option", { name: /^city/ }).click();
  await form.getByLabel("Value").fill("London");
  await form.getByRole("button", { name: "Add filter" }).click();
  await expect(page.getByText("1–2 of 2 rows")).toBeVisible();

  await page.getByRole("button", { name: "age" }).click();
  await page.getByRole("button", { name: "age" }).click();
  await expect(page.getByRole("columnheader", { name: "age" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByRole("row").nth(1)).toContainText("Alan");

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "city" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "city" })).toHaveCount(0);

  // The address alone brings the view back.
  await page.reload();
  await expect(page.getByText("1–2 of 2 rows")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "age" })).toHaveAttribute("aria-sort", "descending");

  const command = (await page.locator("figure code").textContent()) ?? "";
  const path = /'https?:\/\/[^/]+\/api\/v1([^']+)'/.exec(command)?.[1] ?? "";
  const answer = await (await api(key.api_key)(path)).json();
  expect(answer.data).toEqual([
    { name: "Alan", age: 41 },
    { name: "Ada, Countess", age: 36 },
  ]);
});

test("rows that do not fit are told by line and reason", async ({ person }) => {
  const { page } = person;
  await page.goto("/sources/new");
  const lines = ["id,amount", ...Array.from({ length: 30 }, (_, at) => `${at},${at === 11 ? "a lot" : at * 2}`)];
  await page.getByLabel("File to upload").setInputFiles({
    name: "amounts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`${lines.join("\n")}\n`),
  });
  // One word among numbers makes it text; the person knows better.
  await expect(page.getByLabel("Type of amount")).toHaveText("Text");
  await page.getByLabel("Type of amount").click();
  await page.getByRole("option", { name: /^Integer/ }).click();
  await page.getByRole("button", { name: "Import 30 rows" }).click();

  await expect(page.getByText("29 rows imported, 1 row rejected")).toBeVisible();
  await page.getByRole("tab", { name: /Rejected rows/ }).click();
  const row = page.getByRole("table", { name: "Rejected rows" }).getByRole("row").nth(1);
  await expect(row).toContainText("13");
  await expect(row).toContainText("amount");
  await expect(row).toContainText("a lot");
});

test.describe("refusals", () => {
  test.use({ allowedErrors: [/status of (404|415|422)/] });

  test("a file that is no table is refused with a reason, and a deleted source is gone for keys", async ({
    person,
    api,
  }) => {
    const { page } = person;
    await page.goto("/sources/new");
    await page.getByLabel("File to upload").setInputFiles({
      name: "book.csv",
      mimeType: "text/csv",
      buffer: Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(2000, 7)]),
    });
    await expect(page.locator("main").getByRole("alert").getByText("book.csv was not taken")).toBeVisible();

    const call = api((await person.makeKey()).api_key);
    const source = await makeSource(call, "people.csv", `${people.join("\n")}\n`);
    await page.goto(`/sources/${source.id}?tab=settings`);
    await page.getByRole("button", { name: "Delete source" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog.getByRole("button", { name: "Delete source" })).toBeDisabled();
    await dialog.getByRole("textbox").fill(source.name);
    await dialog.getByRole("button", { name: "Delete source" }).click();
    await page.waitForURL("**/sources");
    expect((await call(`/sources/${source.id}/data`)).status).toBe(404);
  });
});
