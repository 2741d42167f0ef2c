import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideType, HEAD_BYTES, isPassive } from "./decide-type.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");
const zip = Buffer.from("504b0304140000000000", "hex");
const text = (content: string) => Buffer.from(content);

describe("what the bytes say is believed", () => {
  test.each([
    ["a picture", png, "image/png", "a.png", "image/png"],
    ["a picture that is called a page", png, "text/html", "a.html", "image/png"],
    ["a picture of which nothing is said", png, null, "a.bin", "image/png"],
    [
      "a page that is called a picture",
      text("<!doctype html><script>alert(1)</script>"),
      "image/png",
      "a.png",
      "text/html; charset=utf-8",
    ],
    ["words that are called a picture", text("hello"), "image/png", "a.png", "text/plain; charset=utf-8"],
    [
      "words that are called a picture, whatever their name ends in",
      text("hello"),
      "image/png",
      "a.csv",
      "text/plain; charset=utf-8",
    ],
    ["a picture that runs scripts", text('<?xml version="1.0"?><svg onload="alert(1)"/>'), null, "a", "image/svg+xml"],
    [
      "a workbook",
      zip,
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "a.xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ],
    ["an archive that is called a picture", zip, "image/png", "a.png", "application/zip"],
    ["an archive", gzipSync("x"), "application/octet-stream", "a.gz", "application/gzip"],
    ["bytes of no known form", Buffer.from([0, 1, 2, 3, 200]), "application/vnd.acme", "a", "application/vnd.acme"],
    ["bytes that are called text", Buffer.from([0, 1, 2, 3, 200]), "text/plain", "a.txt", "application/octet-stream"],
  ] as const)("%s", async (_, head, declared, name, expected) => {
    expect(await decideType(head, declared, name)).toBe(expected);
  });
});

test("text is what the client says, or what its name ends in, and says whether it is UTF-8", async () => {
  expect(await decideType(text("a,b\n1,2\n"), "text/csv", "a")).toBe("text/csv; charset=utf-8");
  expect(await decideType(text("a,b\n1,2\n"), "text/csv; charset=iso-8859-1", "a")).toBe("text/csv; charset=utf-8");
  expect(await decideType(text("a,b\n1,2\n"), null, "DATA.CSV")).toBe("text/csv; charset=utf-8");
  expect(await decideType(text("a,b\n1,2\n"), "text/plain", "a.csv")).toBe("text/csv; charset=utf-8");
  expect(await decideType(text("<p>hello"), "text/plain", "a.html")).toBe("text/plain; charset=utf-8");
  expect(await decideType(Buffer.from("caf\xe9", "latin1"), "text/plain", "a.txt")).toBe("text/plain");
  expect(await decideType(text('{"a":1}'), "application/json", "a.json")).toBe("application/json");
  expect(await decideType(text(""), null, "")).toBe("text/plain; charset=utf-8");
  const cutInTheMiddle = Buffer.from("é".repeat(HEAD_BYTES)).subarray(0, HEAD_BYTES - 1);
  expect(await decideType(Buffer.concat([text("a"), cutInTheMiddle]).subarray(0, HEAD_BYTES), "text/plain", "")).toBe(
    "text/plain; charset=utf-8",
  );
});

test("whatever is sent, the answer is one type in one line, and only what runs nothing is shown in place", async () => {
  const declared = fc.option(
    fc.oneof(
      fc.string(),
      fc.string().map((tail) => `text/html${tail}`),
    ),
    { nil: null },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), declared, fc.string(), async (head, said, name) => {
      const type = await decideType(Buffer.from(head), said, name);
      expect(type).toMatch(/^[\w.+!#$&^-]+\/[\w.+!#$&^-]+(?:; charset=utf-8)?$/);
      if (/html|svg|xml|script|pdf/.test(type)) expect(isPassive(type)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
