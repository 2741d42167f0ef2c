import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

const run = promisify(execFile);
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
  "base64",
);

test("a file goes in by the browser, comes out by curl in two parts, and is gone once it is deleted", async ({
  person,
  api,
}) => {
  const { page } = person;
  await page.goto("/files");
  await expect(page.getByRole("heading", { name: "Drop files here" })).toBeVisible();
  await expectAccessible(page, "/files, empty");

  const noise = randomBytes(300_000);
  await page.getByLabel("Files to upload").setInputFiles([
    { name: "noise.bin", mimeType: "application/octet-stream", buffer: noise },
    { name: "dot.png", mimeType: "image/png", buffer: png },
    { name: "notes.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,<script>alert(1)</script>\n") },
  ]);
  const table = page.getByRole("table", { name: "Files" });
  await expect(table.getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("list", { name: "Uploads" }).getByRole("status")).toHaveCount(3);
  await expectAccessible(page);

  await table.getByRole("link", { name: "dot.png" }).click();
  await expect(page.getByRole("img", { name: "Preview of dot.png" })).toBeVisible();
  await expectAccessible(page, "/files/[id], a picture");
  await page.goto("/files");
  await table.getByRole("link", { name: "notes.csv" }).click();
  await expect(page.getByText("1,<script>alert(1)</script>")).toBeVisible();
  await expectAccessible(page, "/files/[id], text");

  await page.goto("/files");
  await table.getByRole("link", { name: "noise.bin" }).click();
  await page.waitForURL(/\/files\/file_\w+$/);
  await expect(page.getByRole("heading", { name: "No preview" })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("noise.bin");
  expect((await readFile(await download.path())).equals(noise)).toBe(true);

  // The command of the page, with a part of the file already there: curl asks for the rest, and checks the whole.
  const key = await person.makeKey({ type: "read_only", preset: "data_access" });
  const folder = await mkdtemp(path.join(tmpdir(), "gatehouse-files-"));
  await writeFile(path.join(folder, "noise.bin"), noise.subarray(0, 123_456));
  const command = (await page.locator("figure code").textContent()) ?? "";
  const { stdout } = await run("bash", ["-c", command.replace("YOUR_API_KEY", key.api_key)], { cwd: folder });
  expect(stdout).toContain("noise.bin: OK");
  await rm(folder, { recursive: true });

  const id = new URL(page.url()).pathname.split("/")[2];
  const call = api(key.api_key);
  const part = await call(`/files/${id}/content`, { headers: { range: "bytes=10-19" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 10-19/300000"]);
  expect(Buffer.from(await part.arrayBuffer()).equals(noise.subarray(10, 20))).toBe(true);

  await page.getByRole("tab", { name: "Settings" }).click();
  await expectAccessible(page, "/files/[id], settings");
  await page.getByLabel("Name").fill("renamed.bin");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "renamed.bin" })).toBeVisible();
  await page.getByRole("button", { name: "Delete file" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete file" }).click();
  await page.waitForURL("**/files");
  await expect(table.getByRole("row")).toHaveCount(3);
  expect((await call(`/files/${id}/content`)).status).toBe(404);
});

test("files are dropped into a project, moved out of it, and become a source", async ({ person }) => {
  const { page } = person;
  await page.goto("/projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name").fill("Reports");
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\/prj_\w+/);
  await page.getByRole("tab", { name: "Files" }).click();
  await expectAccessible(page, "/projects/[id], files, empty");

  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["city,people\nParis,2102650\nLyon,522250\n"], "cities.csv", { type: "text/csv" }));
    return transfer;
  });
  const area = page.getByRole("region", { name: "Files, to drop more on" });
  await area.dispatchEvent("dragover", { dataTransfer: dropped });
  await expect(page.getByText("Drop to upload")).toBeVisible();
  await area.dispatchEvent("drop", { dataTransfer: dropped });
  const table = page.getByRole("table", { name: "Files" });
  await table.getByRole("link", { name: "cities.csv" }).click();
  await page.waitForURL(/\/files\/file_\w+$/);
  await expect(page.getByRole("link", { name: "Reports" })).toBeVisible();
  const file = page.url();

  await page.getByRole("button", { name: "Use as source" }).click();
  await page.getByRole("button", { name: "Import 2 rows" }).click();
  await page.waitForURL(/\/sources\/src_\w+$/);
  await expect(page.getByText("1–2 of 2 rows")).toBeVisible();

  await page.goto(`${file}?tab=settings`);
  await page.getByLabel("Project").click();
  await page.getByRole("option", { name: "Default" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("File moved")).toBeVisible();
  await page.getByRole("tab", { name: "Overview" }).click();
  await expect(page.locator("main").getByRole("link", { name: "Default" })).toBeVisible();
});
