import type { Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { linkIn, mailTo } from "../fixtures/mailbox.ts";
import type { Person } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";

const STEP_MS = 30_000;

async function enterPassword(page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/login");
  await awake(page.getByLabel("E-mail"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
}

/** Turns it on as a person does; gives the secret of the app and the recovery codes. */
async function turnOn(page: Page, look = false): Promise<{ totp: TOTP; recoveryCodes: string[] }> {
  await page.goto("/account");
  const begin = page.getByRole("button", { name: "Set up an authenticator app" });
  await awake(begin);
  await begin.click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  await expect(dialog.getByRole("img", { name: "QR code" })).toBeVisible();
  if (look) await expectAccessible(page, "setting up an authenticator app");
  const totp = new TOTP({ secret: (await dialog.locator("code").textContent()) ?? "" });
  // The first code is the one of the step before: the present one is still to sign in with.
  await dialog.getByLabel("First code").fill(totp.generate({ timestamp: Date.now() - STEP_MS }));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  const kept = page.getByRole("dialog", { name: "Keep your recovery codes" });
  await expect(kept.getByRole("listitem")).toHaveCount(10);
  if (look) await expectAccessible(page, "the recovery codes");
  const recoveryCodes = await kept.getByRole("listitem").allInnerTexts();
  await expect(kept.getByRole("button", { name: "Done" })).toBeDisabled();
  await kept.getByLabel("I have kept these codes").click();
  await kept.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("10 of your recovery codes are left.")).toBeVisible();
  return { totp, recoveryCodes };
}

test("turned on, signing in asks for a code, and a recovery code stands in for the app", async ({
  person,
  allowedErrors,
}) => {
  test.slow();
  allowedErrors.push(/401/);
  const { totp, recoveryCodes } = await turnOn(person.page, true);

  const other = await person.elsewhere();
  await enterPassword(other, person);
  await expect(other.getByLabel("Code")).toBeFocused();
  await expectAccessible(other, "the second step");
  await other.goto("/keys");
  await expect(other, "half signed in is not signed in").toHaveURL(/\/login/);
  await enterPassword(other, person);
  await enterCode(other, "000000");
  await expect(other.getByText("That code did not get you in")).toBeVisible();
  await enterCode(other, totp.generate());
  await expect(other).toHaveURL(/\/keys$/);
  await other.goto("/account");
  await expect(other.getByText("by password and code").first()).toBeVisible();

  const third = await person.elsewhere();
  await enterPassword(third, person);
  await enterCode(third, recoveryCodes[0] ?? "");
  await expect(third).toHaveURL(/\/keys$/);
  await third.goto("/account");
  await expect(third.getByText("9 of your recovery codes are left.")).toBeVisible();
  await expect(third.getByText("by password and recovery code").first()).toBeVisible();
  expect(await mailTo(person.email, "A recovery code signed in to your account")).toContain("used up");
});

test("it stays on over a password reset, and can be turned off", async ({ person, allowedErrors }) => {
  allowedErrors.push(/401/);
  const { totp } = await turnOn(person.page);
  const other = await person.elsewhere();
  await other.goto("/reset");
  await awake(other.getByLabel("E-mail"));
  await other.getByLabel("E-mail").fill(person.email);
  await other.getByRole("button", { name: "Send the link" }).click();
  await expect(other.getByText("Look into your mailbox")).toBeVisible();
  const password = `${person.password}-reset`;
  await other.goto(linkIn(await mailTo(person.email, "Set a new Gatehouse password")));
  await awake(other.getByLabel("New password"));
  await other.getByLabel("New password").fill(password);
  await other.getByRole("button", { name: "Set new password" }).click();
  await expect(other.getByText("Your password is changed")).toBeVisible();

  await person.page.goto("/keys");
  await expect(person.page, "every session has ended").toHaveURL(/\/login/);
  await enterPassword(other, { ...person, password });
  await enterCode(other, totp.generate());
  await expect(other).toHaveURL(/\/keys$/);
  await other.goto("/account");
  const off = other.getByRole("button", { name: "Turn off" });
  await awake(off);
  await off.click();
  await other.getByRole("alertdialog").getByRole("button", { name: "Turn off" }).click();
  await expect(other.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
});
