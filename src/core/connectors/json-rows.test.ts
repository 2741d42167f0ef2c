import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonRowsAt } from "./json-rows.ts";

/** Cuts the rows out of a document that comes in pieces. */
function cut(pointer: string, text: string, size = 7): string | null {
  const rows = jsonRowsAt(pointer);
  const bytes = Buffer.from(text);
  const kept: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const part = rows.write(bytes.subarray(at, at + size));
    if (part) kept.push(Buffer.from(part));
  }
  rows.end();
  return Buffer.concat(kept).toString();
}

/** The same by RFC 6901 over the whole document. */
function lookUp(pointer: string, value: unknown): unknown {
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((at, part) => {
      if (Array.isArray(at)) return /^(0|[1-9]\d*)$/.test(part) ? at[Number(part)] : undefined;
      return typeof at === "object" && at !== null && Object.hasOwn(at, part)
        ? (at as Record<string, unknown>)[part]
        : undefined;
    }, value);
}

const key = fc.constantFrom("a", "b", "0", "1", "", "~", "/", 'q"\\', "é☃");
const pointer = fc
  .array(key, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""));
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 1.5, "[{", '"}],\\', "a", ""),
    fc.array(tie("document"), { maxLength: 4 }),
    fc.dictionary(key, tie("document"), { maxKeys: 4 }),
  ),
}));

test("finds the array that the pointer names in whatever document, however it is cut and indented", () => {
  fc.assert(
    fc.property(
      document,
      pointer,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0, 2),
      (value, at, size, indent) => {
        const expected = lookUp(at, value);
        const text = JSON.stringify(value, null, indent);
        if (Array.isArray(expected)) expect(JSON.parse(cut(at, text, size) ?? "")).toEqual(expected);
        else expect(() => cut(at, text, size)).toThrow(/no array of rows/);
      },
    ),
    { numRuns: 3000 },
  );
});

test("bytes that are no JSON at all end as a problem or as bytes, never in a crash", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), pointer, (bytes, at) => {
      const rows = jsonRowsAt(at);
      try {
        rows.write(Buffer.from(bytes));
        rows.end();
      } catch (error) {
        expect(error).toMatchObject({ name: "StepProblem", step: "format" });
      }
    }),
  );
});

test("a document that ends in its rows is told, and a depth without end is refused", () => {
  expect(() => cut("/a", '{"a": [1, 2')).toThrow("The document ends in the middle of its rows.");
  expect(() => cut("/a", "[".repeat(100_000), 1000)).toThrow("nested too deeply");
});
