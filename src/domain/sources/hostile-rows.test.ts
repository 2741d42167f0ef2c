import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppendRowsInput, ReadRowsInput } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { importFile } from "#testing/import-file.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { appendRows } from "./append-rows.ts";
import { getSource } from "./get-source.ts";
import { readRows } from "./read-rows.ts";
import { replaceContent } from "./replace-content.ts";
import { stageUpload } from "./stage-upload.ts";

let world: World;
let owner: Principal;
beforeAll(async () => {
  world = await makeWorld();
  owner = await world.member(await world.organization(), "owner");
});
afterAll(() => world.close());

const columnsOf = 'n,f,b,d,t,j,w\n1,1.5,true,2024-01-01,2024-01-01T00:00:00Z,"{""k"":1}",x\n';
const rowsOf = async (id: string) =>
  (await readRows(world.call(owner), ReadRowsInput.parse({ id, page_size: 1000 }))).data;

test("whatever is appended: refused as a whole with its place, or there as it was sent", async () => {
  const { id } = await importFile(world, owner, columnsOf);
  const odd = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\0", "\ud800", "'; drop table sources; --", "\\N", "\t", "9223372036854775808", "2024-02-30", ""),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const row = fc.oneof(
    fc.record({ w: fc.string({ unit: "grapheme" }), n: fc.maxSafeInteger() }, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom("n", "f", "b", "d", "t", "j", "w", "_row", "constructor", "zz"), odd, { maxKeys: 4 }),
  );
  let kept = 1;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 3 }), async (rows) => {
      const parsed = AppendRowsInput.safeParse({ id, rows: JSON.parse(JSON.stringify(rows)) });
      if (!parsed.success) return;
      const outcome = await appendRows(world.call(owner), parsed.data).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({ code: "invalid_input" });
        const attr = (outcome as { more?: { errors?: { attr: string }[] } }).more?.errors?.[0]?.attr;
        expect(attr).toMatch(/^rows\.\d/);
      } else kept += rows.length;
      const { data } = await readRows(world.call(owner), ReadRowsInput.parse({ id, page_size: 1 }));
      expect(data).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
  expect(kept).toBeGreaterThan(10);
  expect((await getSource(world.call(owner), { id })).row_count).toBe(kept);
  // With a filter they are counted, not looked up.
  const counted = async (filter: string) =>
    (await readRows(world.call(owner), ReadRowsInput.parse({ id, filter }))).total_rows;
  expect((await counted("w:is_null:true")) + (await counted("w:is_null:false"))).toBe(kept);
});

test("texts come back as they were sent, whatever they look like", async () => {
  const { id } = await importFile(world, owner, columnsOf);
  const texts = [
    "\\N",
    "\\.",
    "a\tb\r\nc",
    "'\"`$$;--",
    "{}",
    "[1]",
    "null",
    " ",
    "=1+1",
    "\u202e\ufeff",
    "e\u0301",
    "😀",
  ];
  await appendRows(world.call(owner), { id, rows: texts.map((w) => ({ w })) });
  expect((await rowsOf(id)).slice(1).map(({ w }) => w)).toEqual(texts);
});

test("JSON that is nested too deeply, and columns that every table has, are refused", async () => {
  const { id } = await importFile(world, owner, columnsOf);
  const deep = JSON.parse(`${"[".repeat(70)}${"]".repeat(70)}`);
  for (const row of [{ j: deep }, { _row: 1 }, { ctid: "(0,1)" }, { xmin: 1 }])
    await expect(appendRows(world.call(owner), AppendRowsInput.parse({ id, rows: [row] }))).rejects.toMatchObject({
      code: "invalid_input",
    });
});

test.each([
  ["nothing", ""],
  ["too many columns", `${Array.from({ length: 101 }, (_, i) => `c${i}`).join(",")}\n`],
  ["a workbook", "PK\u0003\u0004 and so on"],
  ["NUL in a name", "a\0b\n1\n"],
  ["no object at all", "[1, 2, 3]"],
])("a replacement that holds %s leaves the rows as they are", async (_, content) => {
  const { id } = await importFile(world, owner, "a\n1\n");
  const staged = stageUpload(world.call(owner), { stream: Readable.from([Buffer.from(content)]), fileName: "bad.csv" });
  await expect(staged).rejects.toMatchObject({ code: "invalid_input" });
  expect(await rowsOf(id)).toEqual([{ a: 1 }]);
});

test("a header alone replaces all rows by none; the same name twice is another column", async () => {
  const { id } = await importFile(world, owner, "a\n1\n");
  const load = async (content: string) => {
    const upload = await stageUpload(world.call(owner), { stream: Readable.from([content]), fileName: "next.csv" });
    const input = { id, upload_id: upload.id, accept_schema_change: false };
    const begun = await replaceContent(world.call(owner), input);
    await world.runtime.importer.wait(begun.load?.id ?? "", PATIENCE_MS);
  };
  await expect(load("a,a\n1,2\n")).rejects.toMatchObject({ code: "schema_changed" });
  await load("a\n");
  expect(await getSource(world.call(owner), { id })).toMatchObject({ row_count: 0, columns: [{ name: "a" }] });
  expect(await rowsOf(id)).toEqual([]);
  // No value contradicts the type that the column had.
  await appendRows(world.call(owner), { id, rows: [{ a: 2 }] });
  expect(await rowsOf(id)).toEqual([{ a: 2 }]);
});
