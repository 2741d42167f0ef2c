import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Flight, flightsFile, readFlights } from "../fixtures/flights.ts";
import { expect, test } from "../fixtures/test.ts";

const sumOf = (flights: Iterable<Flight>, field: keyof Flight): number => {
  let sum = 0;
  for (const flight of flights) sum += flight[field];
  return sum;
};
const grouped = new Intl.NumberFormat("en");

test("two hundred thousand rows go in by the browser and come out by REST, none lost", async ({ person, api }) => {
  const { page } = person;
  const flights = await readFlights();
  const rows = flights.length;
  expect(rows).toBe(200_000);

  await page.goto("/sources");
  await page.getByLabel("File to upload").setInputFiles(flightsFile);
  await page.waitForURL("**/sources/new");

  // What was found is shown before anything is imported, and may be put right.
  const importing = page.getByRole("button", { name: `Import ${grouped.format(rows)} rows` });
  await expect(importing).toBeVisible({ timeout: 120_000 });
  await expect(page.getByLabel("Type of delay")).toHaveText("Integer");
  await expect(page.getByLabel("Type of time")).toHaveText("Number");
  await page.getByLabel("Name of time").fill("hour");
  await page.getByLabel("Description of delay").fill("Minutes after schedule");
  await page.getByLabel("Name", { exact: true }).fill("Flights of 2001");
  await importing.click();

  await page.waitForURL(/\/sources\/src_\w+$/);
  await expect(page.getByText(`1–50 of ${grouped.format(rows)} rows`)).toBeVisible({ timeout: 120_000 });
  const id = new URL(page.url()).pathname.split("/")[2];

  await page.getByRole("tab", { name: "Schema" }).click();
  await expect(page.getByRole("row", { name: /hour.*number/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /delay.*integer.*Minutes after schedule/ })).toBeVisible();

  // The same rows for a key.
  const key = await person.makeKey({ name: "Reader", type: "read_only", preset: "data_access" });
  const call = api(key.api_key);
  const first = await (await call(`/sources/${id}/data?page_size=1`)).json();
  expect(first.total_rows).toBe(rows);
  const late = await (await call(`/sources/${id}/data?page_size=1&filter=delay:gt:120`)).json();
  expect(late.total_rows).toBe(flights.filter(({ delay }) => delay > 120).length);

  const exported = await call(`/sources/${id}/export?format=ndjson`);
  expect(exported.status).toBe(200);
  const lines = (await exported.text()).trimEnd().split("\n");
  expect(lines.length).toBe(rows);
  const back = lines.map((line) => JSON.parse(line) as Flight);
  expect(sumOf(back, "delay")).toBe(sumOf(flights, "delay"));
  expect(sumOf(back, "distance")).toBe(sumOf(flights, "distance"));

  // And for the person, as a file.
  await page.getByRole("tab", { name: "Rows", exact: true }).click();
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV", exact: true }).click(),
  ]);
  let count = 0;
  for await (const _ of createInterface({ input: createReadStream(await download.path()) })) count += 1;
  expect(count).toBe(rows + 1);
});
