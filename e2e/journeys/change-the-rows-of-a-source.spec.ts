import { expectAccessible } from "../fixtures/axe.ts";
import { makeSource } from "../fixtures/make-source.ts";
import { expect, test } from "../fixtures/test.ts";

const file = (name: string, ...lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(`${lines.join("\n")}\n`),
});

const post = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

test("append, replace with a review of other columns, describe, and query a source", async ({ person, api }) => {
  const { page } = person;
  const call = api((await person.makeKey()).api_key);
  const source = await makeSource(call, "sales.csv", "day,state,amount\n2024-01-30,CA,5\n2024-02-01,NY,7\n");
  const rows = async () => (await (await call(`/sources/${source.id}/data`)).json()).data;

  await page.goto(`/sources/${source.id}?tab=update`);
  await page.getByRole("radio", { name: "Append rows" }).click();
  await page.getByLabel("File to upload").setInputFiles(file("february.csv", "day,state,amount", "2024-02-02,CA,4"));
  await expect(page.getByText("The file has the columns of this source.")).toBeVisible();
  await page.getByRole("button", { name: "Append rows" }).click();
  await expect(page.getByText("3 rows, 3 columns")).toBeVisible();
  expect(await rows()).toHaveLength(3);

  await page.getByLabel("File to upload").setInputFiles(file("march.csv", "day,amount,shop", "2024-03-01,1.5,North"));
  const review = page.getByRole("table", { name: "Differences" });
  await expect(review.getByRole("row").filter({ hasText: "state" })).toContainText("Gone");
  await expect(review.getByRole("row").filter({ hasText: "amount" })).toContainText("Other type");
  await expect(review.getByRole("row").filter({ hasText: "shop" })).toContainText("New");
  await expect(page.getByRole("button", { name: "Replace rows" })).toBeDisabled();
  await expectAccessible(page);
  // Until it is confirmed, nothing has happened.
  expect(await rows()).toHaveLength(3);
  await page.getByRole("checkbox", { name: "Take over these columns" }).click();
  await page.getByRole("button", { name: "Replace rows" }).click();
  await expect(page.getByText("1 row, 3 columns")).toBeVisible();
  expect(await rows()).toEqual([{ day: "2024-03-01", amount: 1.5, shop: "North" }]);

  await page.getByRole("tab", { name: "Schema" }).click();
  await page.getByRole("button", { name: "Describe columns" }).click();
  await page.getByLabel("Description of shop").fill("Where it was sold");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save descriptions" }).click();
  await expect(page.getByRole("cell", { name: "Where it was sold" })).toBeVisible();

  const more = [
    { day: "2024-03-09", amount: 2 },
    { day: "2024-04-01", amount: 10 },
  ];
  await call(`/sources/${source.id}/rows`, post({ rows: more }));
  await page.goto(`/sources/${source.id}?tab=query`);
  await page.getByLabel("Column").click();
  await page.getByRole("option", { name: "amount" }).click();
  await page.getByLabel("Function").click();
  await page.getByRole("option", { name: "sum" }).click();
  const answer = page.getByRole("table", { name: /^Answer about/ });
  await expect(answer.getByRole("row").nth(1)).toContainText("3.5");
  await expect(answer.getByRole("row").nth(2)).toContainText("10");
  await expectAccessible(page);

  // The command that is shown asks the very same.
  const command = (await page.locator("figure code").textContent()) ?? "";
  const body = JSON.parse(/-d '(.*)'/.exec(command)?.[1] ?? "{}");
  const asked = await (await call(`/sources/${source.id}/query`, post(body))).json();
  expect(asked.data).toEqual([
    { day: "2024-03-01", sum_amount: 3.5 },
    { day: "2024-04-01", sum_amount: 10 },
  ]);
});
