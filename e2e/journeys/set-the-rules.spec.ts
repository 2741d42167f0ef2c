import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { baseUrl, mutate } from "../fixtures/trpc.ts";

test("a rule shows which key it breaks before it is saved, and then breaks that one", async ({ person, api }) => {
  const { page } = person;
  const live = await person.makeKey({ name: "Old importer" });
  const readOnly = await person.makeKey({ name: "Report", type: "read_only", preset: "read_only" });
  expect((await api(live.api_key)("/user")).status).toBe(200);

  await page.goto("/keys");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  const rules = page.getByRole("form", { name: "Credentials" });
  await awake(rules.getByRole("checkbox", { name: "Live keys" }));
  await rules.getByRole("checkbox", { name: "Live keys" }).click();
  await rules.getByRole("button", { name: "Preview changes" }).click();

  const preview = page.getByRole("dialog", { name: "What these rules change" });
  await expect(preview.getByRole("list", { name: "What breaks" }).getByRole("listitem")).toHaveCount(1);
  await expect(preview.getByRole("link", { name: "Old importer" })).toHaveAttribute("href", `/keys/${live.id}`);
  await expect(preview.getByText("The organization does not allow live keys.")).toBeVisible();
  await expectAccessible(page, "the preview");
  // Until it is saved nothing has happened.
  expect((await api(live.api_key)("/user")).status).toBe(200);

  await preview.getByRole("button", { name: "Save and break these" }).click();
  await expect(page.getByText("Rules saved")).toBeVisible();
  await expect(preview).toBeHidden();
  const refused = await api(live.api_key)("/user");
  expect([refused.status, (await refused.json()).code]).toEqual([403, "policy_violation"]);
  expect((await api(readOnly.api_key)("/user")).status).toBe(200);
  await page.reload();
  await expect(rules.getByRole("checkbox", { name: "Live keys" })).not.toBeChecked();
});

test("what a rule leaves of a key is told where the key is", async ({ person, allowedErrors }) => {
  allowedErrors.push(/403/);
  const { page } = person;
  const late = await person.makeKey({ name: "Old importer" });
  const never = await person.makeKey({ name: "Old dashboard", expires_at: null });
  const { data } = await (await person.context.request.get("/api/trpc/organizations.list"))
    .json()
    .then(({ result }) => result.data);
  const save = (rules: object) => mutate(person.context.request, "settings.update", { id: data[0].id, ...rules });
  await save({ max_key_lifetime_days: 5 });

  await page.goto("/keys?expiry=soon");
  const keys = page.getByRole("table", { name: "Keys" });
  await expect(keys.getByText("by a rule")).toHaveCount(2);
  await expectAccessible(page, "/keys, shortened by a rule");
  await page.goto(`/keys/${late.id}`);
  await expect(page.getByText("Credentials live at most 5 days in this organization.")).toBeVisible();

  await save({ max_key_lifetime_days: null, never_expires_allowed: false });
  await page.goto("/keys");
  await expect(keys.getByText("Refused by a rule")).toHaveCount(1);
  await page.goto(`/keys/${never.id}`);
  await expect(page.getByText("A rule of the organization refuses this key")).toBeVisible();
  await expectAccessible(page, "/keys/[id], refused by a rule");
});

test("settings are changed by keyboard alone, and a mistake is told at its field", async ({ person }) => {
  const { page } = person;
  await page.goto("/settings");
  const days = page.getByLabel("Longest life in days");
  await awake(days);
  await days.focus();
  await page.keyboard.type("0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "At least 1." })).toBeVisible();
  await days.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("90");
  await page.keyboard.press("Enter");
  const preview = page.getByRole("dialog");
  await expect(preview.getByText("Nothing breaks")).toBeVisible();
  await page.keyboard.press("Shift+Tab");
  const save = preview.getByRole("button", { name: "Save rules" });
  for (let n = 0; n < 4 && !(await save.evaluate((element) => element === document.activeElement)); n += 1)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Rules saved")).toBeVisible();
  await expect(days).toHaveValue("90");
  await expectAccessible(page);
});

test.describe("from a page of another origin", () => {
  let elsewhere: Server;
  let origin: string;
  test.beforeEach(async () => {
    elsewhere = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!doctype html><title>Elsewhere</title><link rel=icon href='data:,'><p>Another origin");
    });
    await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
    origin = `http://localhost:${(elsewhere.address() as AddressInfo).port}`;
  });
  test.afterEach(() => new Promise<void>((closed) => void elsewhere.close(() => closed())));
  // A blocked answer is what one half of this journey is about, and an unknown object another part.
  test.use({ allowedErrors: [/CORS policy|ERR_FAILED|status of 404/] });

  test("scripts may call the API once the origin is allowed, and the tester says so", async ({
    person,
    browser,
    watch,
  }) => {
    const { page } = person;
    const key = await person.makeKey({ name: "Browser", type: "read_only", preset: "read_only" });
    // A browser as it is: one that adds headers of its own would have to ask for those as well.
    const context = await browser.newContext();
    watch(context);
    const stranger = await context.newPage();
    await stranger.goto(origin);
    /** What a script of that page gets to see. */
    const call = (secret: string, path = "/user") =>
      stranger.evaluate(
        async ([url, authorization]) => {
          try {
            const answer = await fetch(url, { headers: { authorization } });
            const body = await answer.json();
            return { status: answer.status, left: answer.headers.get("x-ratelimit-remaining"), code: body.code };
          } catch {
            return "blocked";
          }
        },
        [`${baseUrl()}/api/v1${path}`, `Bearer ${secret}`] as const,
      );
    expect(await call(key.api_key)).toBe("blocked");

    await page.goto("/settings");
    await awake(page.getByLabel("Origin of the page"));
    await page.getByLabel("Origin of the page").fill(origin);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await expect(page.getByText("No organization allows the origin")).toBeVisible();
    const rules = page.getByRole("form", { name: "Browser access" });
    await rules.getByLabel("Allowed origins").fill(`${origin}/path`);
    await rules.getByRole("button", { name: "Preview changes" }).click();
    await expect(rules.getByRole("alert").filter({ hasText: "An exact origin" })).toBeVisible();
    await rules.getByLabel("Allowed origins").fill(origin);
    await rules.getByRole("button", { name: "Preview changes" }).click();
    await page.getByRole("button", { name: "Save rules" }).click();
    await expect(page.getByText("Rules saved")).toBeVisible();
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await expect(page.getByText(`Access-Control-Allow-Origin: ${origin}`).first()).toBeVisible();

    const answer = await call(key.api_key);
    expect(answer).toMatchObject({ status: 200, left: expect.stringMatching(/^\d+$/) });
    expect(await call(key.api_key, "/sources/src_unknown")).toMatchObject({ status: 404, code: "not_found" });
    // Nobody knows whose a wrong key is, so no page may read its answer.
    expect(await call("gk_live_wrong")).toBe("blocked");
  });
});
