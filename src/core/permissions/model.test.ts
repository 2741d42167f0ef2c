import { readFile } from "node:fs/promises";
import { transformer } from "@openfga/syntax-transformer";
import { expect, test } from "vitest";
import { keptIn } from "./kept-in.ts";
import { model, subjectOf } from "./model.ts";

test("model.generated.ts is model.fga as OpenFGA's own tool reads it (to write it anew: node bin/gatehouse.mjs test unit src/core/permissions/model -u)", async () => {
  const text = await readFile(new URL("model.fga", import.meta.url), "utf8");
  const { schema_version, type_definitions } = transformer.transformDSLToJSONObject(text);
  const generated = [
    "// Made from model.fga by model.test.ts; do not edit. Write it anew with: node bin/gatehouse.mjs test unit src/core/permissions/model -u",
    `export const modelText = ${JSON.stringify(text.split("\n").slice(0, -1), null, 2)}.join("\\n");`,
    `export const model = ${JSON.stringify({ schema_version, type_definitions }, null, 2)} as const;\n`,
  ].join("\n\n");
  await expect(generated).toMatchFileSnapshot("model.generated.ts");
});

test("what is written down has a place, and nothing else has", () => {
  const written = model.type_definitions.flatMap(({ type, relations = {} }) =>
    Object.keys(relations)
      .filter((relation) => subjectOf(model, type, relation) !== null)
      .map((relation) => `${type}#${relation}`),
  );
  const places = Object.entries(keptIn).flatMap(([type, relations]) =>
    Object.keys(relations).map((relation) => `${type}#${relation}`),
  );
  expect(places.toSorted()).toEqual(written.toSorted());
});
