import * as z from "zod";

/** Of the years that PostgreSQL and JavaScript both can write down. */
export const Timestamp = z.iso
  .datetime({ offset: true })
  .refine((time) => time >= "1970" && time < "9990", "A date between 1970 and 9989.")
  .describe("RFC 3339 date and time");

/** `?limit=` and `?cursor=` of every list. */
export const PageInput = {
  limit: z.coerce.number().int().min(1).max(100).default(25).describe("Items on a page, 1 to 100"),
  cursor: z.string().max(500).optional().describe("next_cursor of the page before"),
};

/** `{ data, next_cursor }`, the answer of every list. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() });

/** No input: an unknown field is refused as everywhere. */
export const Nothing = z.strictObject({}).default({});

/** The shape of an id with that prefix; whether it exists is for the verb to say. */
export const idOf = (prefix: string) =>
  z.string().max(60).describe(`An id such as ${prefix}_01h455vb4pex5vsknk084sn02q`);

/** One comma-separated query parameter, or the same one repeated, as a list of strings. */
export const csvList = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => {
    if (value === undefined) return undefined;
    const parts = Array.isArray(value) ? value : [value];
    return parts.flatMap((part) => (typeof part === "string" ? part.split(",") : [part])).filter((part) => part !== "");
  }, z.array(item).max(200));
