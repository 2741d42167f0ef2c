import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type * as z from "zod";
import { KeyType } from "#contract/credential.ts";
import { KeyStatus, type ListKeysInput } from "#contract/key.ts";

/** The filters of the list of keys, as the URL holds them. */
export const keyFilters = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(KeyStatus.options),
  type: parseAsStringLiteral(KeyType.options),
  creator: parseAsString,
  expiry: parseAsStringLiteral(["never", "soon"]),
  idle: parseAsInteger,
  sort: parseAsStringLiteral(["-created_at", "created_at", "name", "-last_used_at", "expires_at"]).withDefault(
    "-created_at",
  ),
};
export type KeyFilters = inferParserType<typeof keyFilters>;
export const loadKeyFilters = createLoader(keyFilters);

export const PAGE_SIZE = 25;

/** The filters as the list takes them. In test mode there are only test keys. */
export function listInput(filters: KeyFilters, livemode: boolean): z.input<typeof ListKeysInput> {
  const { q, status, creator, expiry, idle, sort } = filters;
  const type = livemode ? filters.type : "test";
  return {
    sort,
    limit: PAGE_SIZE,
    ...(q && { q: q.slice(0, 100) }),
    ...(status && { status }),
    ...(type && { type }),
    ...(creator && { created_by: creator.slice(0, 60) }),
    ...(expiry && { expiry }),
    ...(idle && idle > 0 && idle <= 3650 && { idle_days: idle }),
  };
}

export const isFiltered = ({ sort: _, ...filters }: KeyFilters, livemode: boolean): boolean =>
  Object.entries(filters).some(([name, value]) => Boolean(value) && (livemode || name !== "type"));
