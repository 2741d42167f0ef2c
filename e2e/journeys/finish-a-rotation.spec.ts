import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("a rotation is watched until everybody has moved, then finished", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Rolling" });
  const call = (secret: string, agent: string) => api(secret)("/user", { headers: { "user-agent": agent } });
  expect((await call(key.api_key, "report/1.0")).status).toBe(200);

  await page.goto(`/keys/${key.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("radio", { name: /24 hours/ }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const next = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Done" }).click();

  // Who called before is expected; whoever still sends the old secret shows without a reload.
  await expect(page.getByRole("heading", { name: /Two secrets work/ })).toBeVisible();
  const callers = page.getByRole("table", { name: "Callers of this key" });
  const report = callers.getByRole("row", { name: /report\/1\.0/ });
  await expect(report.getByText("Not seen yet")).toBeVisible();
  const old = await call(key.api_key, "report/1.0");
  expect([old.status, old.headers.get("deprecation"), old.headers.get("sunset")]).toEqual([
    200,
    expect.stringMatching(/^@\d+$/),
    expect.stringMatching(/GMT$/),
  ]);
  expect(old.headers.get("link")).toContain(`/keys/${key.id}`);
  await expect(report.getByText("Old secret")).toBeVisible();
  expect((await call(next, "report/1.0")).status).toBe(200);
  await expect(report.getByText("Moved")).toBeVisible();
  await expectAccessible(page);

  // Ended by hand, after a warning since it was in use a moment ago.
  await page.getByRole("button", { name: "End former secret" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End former secret" }).click();
  await expect(page.getByText("Rotation finished")).toBeVisible();
  expect(await (await call(key.api_key, "report/1.0")).json()).toMatchObject({ status: 401, code: "rotated_key" });
  expect((await call(next, "report/1.0")).status).toBe(200);
  // Somebody who was forgotten still shows.
  expect((await call(key.api_key, "forgotten/0.9")).status).toBe(401);
  await expect(page.getByRole("heading", { name: /Calls with the former secret are refused/ })).toBeVisible();
});
