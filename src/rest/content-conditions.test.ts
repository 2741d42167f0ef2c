import fc from "fast-check";
import { expect, test } from "vitest";
import { selectContent } from "./content-conditions.ts";

const etag = '"abc"';
const modifiedAt = new Date("2026-03-01T10:00:00.500Z");
const select = (headers: Record<string, string>, bytes = 100, method = "GET") =>
  selectContent(method, headers, { bytes, etag, modifiedAt });

/** What a careful reader of RFC 9110 §14 makes of one range, byte by byte. */
function naive(first: number | null, last: number | null, bytes: Buffer): Buffer | "whole" | "none" {
  if (first === null) {
    if (last === null) return "whole";
    if (last === 0) return "none";
    return bytes.length === 0 ? "whole" : bytes.subarray(Math.max(0, bytes.length - last));
  }
  if (last !== null && last < first) return "whole";
  const picked = [...bytes].filter((_, index) => index >= first && (last === null || index <= last));
  return picked.length === 0 ? "none" : Buffer.from(picked);
}

test("a range is what a naive reader cuts out", () => {
  const place = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null });
  fc.assert(
    fc.property(place, place, fc.uint8Array({ maxLength: 50 }), (first, last, content) => {
      const bytes = Buffer.from(content);
      const selected = select({ range: `bytes=${first ?? ""}-${last ?? ""}` }, bytes.length);
      const expected = naive(first, last, bytes);
      if (expected === "whole") expect(selected).toEqual({ status: 200 });
      else if (expected === "none") expect(selected).toEqual({ status: 416 });
      else {
        if (selected.status !== 206) throw new Error(`${selected.status} instead of a part`);
        expect(bytes.subarray(selected.range.first, selected.range.last + 1)).toEqual(expected);
      }
    }),
    { numRuns: 2000 },
  );
});

test("whatever stands in Range, the answer lies within the content", () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.string().map((text) => `bytes=${text}`),
    fc.array(fc.tuple(fc.nat(), fc.nat())).map((pairs) => `bytes=${pairs.map(([a, b]) => `${a}-${b}`).join(",")}`),
    fc.bigInt({ min: 0n }).map((big) => `bytes=${big}-${big}0`),
  );
  fc.assert(
    fc.property(hostile, fc.nat({ max: 1000 }), (range, bytes) => {
      const selected = select({ range }, bytes);
      expect([200, 206, 416]).toContain(selected.status);
      if (selected.status !== 206) return;
      const { first, last } = selected.range;
      expect(first >= 0 && first <= last && last < bytes).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("several ranges at once are answered with the whole, or refused where none of them is there", () => {
  expect(select({ range: "bytes=0-1,5-6" })).toEqual({ status: 200 });
  expect(select({ range: "bytes=0-1,500-600" })).toEqual({ status: 200 });
  expect(select({ range: "bytes=500-,-0" })).toEqual({ status: 416 });
  expect(select({ range: `bytes=${Array.from({ length: 1000 }, () => "0-").join(",")}` })).toEqual({ status: 200 });
});

test("other units, broken ranges and HEAD get the whole", () => {
  for (const range of [
    "lines=0-1",
    "bytes=",
    "bytes=a-b",
    "bytes=5-2",
    "bytes 0-1",
    "bytes=1",
    "bytes=-",
    "bytes=0-1,x",
  ])
    expect(select({ range }), range).toEqual({ status: 200 });
  expect(select({ range: "bytes=0-1" }, 100, "HEAD")).toEqual({ status: 200 });
});

test.each([
  [{ "if-none-match": '"abc"' }, 304],
  [{ "if-none-match": 'W/"abc"' }, 304],
  [{ "if-none-match": '"x", "abc"' }, 304],
  [{ "if-none-match": "*" }, 304],
  [{ "if-none-match": '"x"' }, 200],
  [{ "if-none-match": '"x"', "if-modified-since": "Sun, 01 Mar 2026 10:00:00 GMT" }, 200],
  [{ "if-modified-since": "Sun, 01 Mar 2026 10:00:00 GMT" }, 304],
  [{ "if-modified-since": "Sun, 01 Mar 2026 09:59:59 GMT" }, 200],
  [{ "if-modified-since": "yesterday" }, 200],
  [{ "if-match": '"abc"' }, 200],
  [{ "if-match": 'W/"abc"' }, 412],
  [{ "if-match": '"x"' }, 412],
  [{ "if-match": "*" }, 200],
  [{ "if-unmodified-since": "Sun, 01 Mar 2026 09:59:59 GMT" }, 412],
  [{ "if-unmodified-since": "Sun, 01 Mar 2026 10:00:00 GMT" }, 200],
  [{ range: "bytes=0-1", "if-range": '"abc"' }, 206],
  [{ range: "bytes=0-1", "if-range": '"x"' }, 200],
  [{ range: "bytes=0-1", "if-range": 'W/"abc"' }, 200],
  [{ range: "bytes=0-1", "if-range": "Sun, 01 Mar 2026 10:00:00 GMT" }, 206],
  [{ range: "bytes=0-1", "if-range": "Sun, 01 Mar 2026 10:00:01 GMT" }, 200],
  [{ range: "bytes=0-1", "if-none-match": '"abc"' }, 304],
  [{ range: "bytes=500-", "if-range": '"x"' }, 200],
] as [Record<string, string>, number][])("%j is answered with %i", (headers, status) => {
  expect(select(headers).status).toBe(status);
});
