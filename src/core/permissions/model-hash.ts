import { createHash } from "node:crypto";
import { type Model, model } from "./model.ts";

/** Tells one model from another, also when a server has filled it up with empty fields. */
const sameness = (of: Model): string => {
  const tidy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(tidy);
    if (value === null || typeof value !== "object") return value;
    const filled = Object.entries(value).filter(([, each]) => each !== "" && each !== null);
    return Object.fromEntries(filled.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, tidy(each)]));
  };
  return JSON.stringify(tidy({ schema_version: of.schema_version, type_definitions: of.type_definitions }));
};

export const isOurModel = (other: Model): boolean => sameness(other) === sameness(model);

/** What our model is remembered by. */
export const modelHash = createHash("sha256").update(sameness(model)).digest("hex");
