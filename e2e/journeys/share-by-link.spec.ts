import { expectAccessible } from "../fixtures/axe.ts";
import { makeSource } from "../fixtures/make-source.ts";
import { newVisitor } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";
import { mutate } from "../fixtures/trpc.ts";

const cities = ["city,people", "Oslo,700000", "Bergen,290000", "Voss,15000"];

test.use({ allowedErrors: [/status of (401|429)/] });

test("a source is shared, seen without an account, and gone when the link is revoked", async ({
  person,
  api,
  browser,
  watch,
}) => {
  const { page } = person;
  const source = await makeSource(api((await person.makeKey()).api_key), "cities.csv", `${cities.join("\n")}\n`);
  await page.goto(`/sources/${source.id}`);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: `Share ${source.name}` });
  await expectAccessible(page, "the dialog that shares");
  await dialog.getByLabel("Most views").fill("2");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const made = page.getByRole("dialog", { name: `${source.name} is shared` });
  const url = (await made.locator("[data-secret]").textContent()) ?? "";
  expect(url).toMatch(/\/share\/share_[0-9a-z]{26}#gk_share_[0-9A-Za-z]{49}$/);
  await expectAccessible(page, "a new link");
  await made.getByRole("button", { name: "Copy" }).click();
  await made.getByRole("button", { name: "Done" }).click();

  const context = await newVisitor(browser);
  watch(context);
  const token = url.split("#")[1] ?? "";
  const sent: string[] = [];
  context.on("request", (request) => sent.push(request.url(), JSON.stringify(request.headers())));
  const visitor = await context.newPage();
  const answer = await visitor.goto(url);
  expect(answer?.headers()).toMatchObject({ "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" });
  await expect(visitor.getByRole("heading", { name: source.name })).toBeVisible();
  await expect(visitor.getByText("1–3 of 3 rows")).toBeVisible();
  await expect(visitor.getByRole("link", { name: "Keys" })).toHaveCount(0);
  await expectAccessible(visitor, "a shared source");
  await visitor.getByRole("button", { name: "people" }).click();
  await expect(visitor.getByRole("row").nth(1)).toContainText("Voss");
  // The same visit, so the same view.
  await visitor.reload();
  await expect(visitor.getByRole("row").nth(1)).toContainText("Voss");
  expect(visitor.url()).toContain(`#${token}`);
  expect(sent.filter((text) => text.includes(token))).toEqual([]);
  expect(await visitor.content()).not.toContain(token);

  await page.goto("/share-links");
  const row = page.getByRole("row").filter({ hasText: source.name });
  await expect(row).toContainText("1 of 2");
  await expectAccessible(page);
  await row.getByRole("button", { name: /^Actions/ }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke link" }).click();
  await expect(row).toContainText("Revoked");

  await visitor.getByRole("button", { name: "city" }).click();
  await expect(visitor.getByRole("heading", { name: "This link was revoked" })).toBeVisible();
  await expectAccessible(visitor, "a revoked link");
  await visitor.reload();
  await expect(visitor.getByRole("heading", { name: "This link was revoked" })).toBeVisible();
});

test("a project is shared with a passcode, and wrong ones close the door", async ({ person, api, browser, watch }) => {
  const source = await makeSource(api((await person.makeKey()).api_key), "cities.csv", `${cities.join("\n")}\n`);
  const expires_at = new Date(Date.now() + 86_400_000).toISOString();
  const { id: project } = await mutate<{ id: string }>(person.context.request, "projects.create", { name: "Closed" });
  const answer = await api((await person.makeKey()).api_key)(`/sources/${source.id}`);
  const { project_id } = (await answer.json()) as { project_id: string };
  expect(project).not.toBe(project_id);
  const { url } = await mutate<{ url: string }>(person.context.request, "shareLinks.create", {
    resource_type: "project",
    resource_id: project_id,
    expires_at,
    passcode: "open sesame",
  });

  const open = async () => {
    const context = await newVisitor(browser);
    watch(context);
    const visitor = await context.newPage();
    await visitor.goto(url);
    return visitor;
  };
  const visitor = await open();
  await expectAccessible(visitor, "the passcode of a link");
  await visitor.getByLabel("Passcode").fill("open barley");
  await visitor.getByRole("button", { name: "Open" }).click();
  await expect(visitor.getByText("That is not the passcode of this link.")).toBeVisible();
  await visitor.getByLabel("Passcode").fill("open sesame");
  await visitor.getByRole("button", { name: "Open" }).click();
  await visitor.getByRole("button", { name: source.name }).click();
  await expect(visitor.getByText("1–3 of 3 rows")).toBeVisible();
  await visitor.goBack();
  await expect(visitor.getByRole("table", { name: "Sources" })).toContainText(source.name);
  await expectAccessible(visitor, "a shared project");

  const guesser = await open();
  for (let guess = 1; guess <= 6; guess += 1) {
    await guesser.getByLabel("Passcode").fill(`guess number ${guess}`);
    await guesser.getByRole("button", { name: "Open" }).click();
    await expect(
      guesser.getByText(guess <= 5 ? "That is not the passcode of this link." : /Too many wrong passcodes/),
    ).toBeVisible();
  }
});

test("a dashboard is shared, and its visitor sees the numbers and no source", async ({
  person,
  api,
  browser,
  watch,
}) => {
  const { page } = person;
  const source = await makeSource(api((await person.makeKey()).api_key), "cities.csv", `${cities.join("\n")}\n`);
  const chart = {
    title: "People in all",
    kind: "number",
    source_id: source.id,
    query: { aggregate: [{ function: "sum", column: "people" }] },
  };
  const { id } = await mutate<{ id: string }>(person.context.request, "dashboards.create", {
    name: "Population",
    charts: [chart],
  });
  await page.goto(`/dashboards/${id}`);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  const url = (await page.locator("[data-secret]").textContent()) ?? "";

  const context = await newVisitor(browser);
  watch(context);
  const visitor = await context.newPage();
  await visitor.goto(url);
  await expect(visitor.getByRole("heading", { name: "Population" })).toBeVisible();
  await expect(visitor.getByRole("article", { name: "People in all" })).toContainText("1M");
  await expect(visitor.getByRole("link")).toHaveCount(0);
  await expectAccessible(visitor, "a shared dashboard");
});
