import { and, asc, desc, eq, exists, gt, ilike, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { ListedKeys, ListKeysInput } from "#contract/key.ts";
import { hashSecret, isWholeSecret } from "#core/credentials/secret.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { effectiveExpirySql } from "#core/policy/under-rules.ts";
import type { Principal } from "#core/principal.ts";
import { query } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { credentialActivity, credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { type KeyRow, selectKeys, statusSql, toKey, visibleKeys } from "./key-view.ts";

/** The keys that the caller may see, newest first unless told. `q` finds by name, id, or a secret or its beginning. */
export const listKeys = query(
  { name: "keys.list", scope: "keys:read", input: ListKeysInput, output: ListedKeys },
  async ({ db, principal, runtime }, input) => {
    const order = ordersFor(principal)[input.sort];
    const ends = effectiveExpirySql(principal.settings);
    const after = input.cursor === undefined ? undefined : order.after(input.cursor);
    const rows = await selectKeys(db, principal)
      .where(
        and(
          visibleKeys(principal),
          input.q ? matches(db, input.q, runtime.config.secretPrefix) : undefined,
          input.status ? eq(statusSql(principal), input.status) : undefined,
          input.type ? eq(credentials.type, input.type) : undefined,
          input.created_by ? eq(credentials.createdBy, input.created_by) : undefined,
          input.owner ? eq(credentials.ownerId, input.owner) : undefined,
          input.expiry === "never" ? isNull(ends) : undefined,
          input.expiry === "soon" ? and(gt(ends, sql`now()`), lte(ends, sql`now() + interval '7 days'`)) : undefined,
          input.idle_days ? idleFor(input.idle_days) : undefined,
          after,
        ),
      )
      .orderBy(...order.by)
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      data: page.map((row) => toKey(row, principal)),
      next_cursor: rows.length > input.limit && last ? encodeCursor([order.value(last), last.key.id]) : null,
    };
  },
);

function matches(db: Db, q: string, prefix: string): SQL | undefined {
  if (isWholeSecret(q, prefix))
    return exists(
      db
        .select({ one: sql`1` })
        .from(credentialSecrets)
        .where(and(eq(credentialSecrets.credentialId, credentials.id), eq(credentialSecrets.hash, hashSecret(q)))),
    );
  const literal = q.replace(/[\\%_]/g, "\\$&");
  const start = new RegExp(`^${prefix}_[a-z]*_?[0-9A-Za-z]{0,4}`).exec(q)?.[0];
  return or(
    ilike(credentials.name, `%${literal}%`),
    eq(credentials.id, q),
    start ? sql`${credentials.hint} like ${`${start.replace(/[\\%_]/g, "\\$&")}%`}` : undefined,
  );
}

const idleFor = (days: number) =>
  sql`coalesce(${credentialActivity.lastUsedAt}, ${credentials.createdAt}) < now() - make_interval(days => ${days})`;

type Order = { by: SQL[]; value(row: KeyRow): string; after(cursor: string): SQL };
type SortValue = { column: SQL; descending: boolean; kind: keyof typeof casts; value(row: KeyRow): string };

const casts = { time: sql`timestamptz`, text: sql`text` } as const;

/**
 * Keyset order by one value and the id. Dates without a value sort as the end of time, so every row has its place.
 * Times are stored to the millisecond, so a cursor holds them whole.
 */
function orderBy({ column, descending, kind, value }: SortValue): Order {
  const direction = descending ? desc : asc;
  const compare = sql.raw(descending ? "<" : ">");
  return {
    by: [direction(column), direction(credentials.id)],
    value,
    after: (cursor) => {
      const [at, id] = decodeCursor(cursor, [kind, "text"]);
      return sql`(${column}, ${credentials.id}) ${compare} (${at}::text::${casts[kind]}, ${id}::text)`;
    },
  };
}

const byCreation = {
  column: sql`${credentials.createdAt}`,
  kind: "time" as const,
  value: (row: KeyRow) => row.key.createdAt.toISOString(),
};

const ordersFor = (principal: Principal): Record<z.output<typeof ListKeysInput>["sort"], Order> => ({
  "-created_at": orderBy({ ...byCreation, descending: true }),
  created_at: orderBy({ ...byCreation, descending: false }),
  name: orderBy({
    column: sql`lower(${credentials.name})`,
    kind: "text",
    descending: false,
    value: (row) => row.key.name.toLowerCase(),
  }),
  "-last_used_at": orderBy({
    column: sql`coalesce(${credentialActivity.lastUsedAt}, '-infinity')`,
    kind: "time",
    descending: true,
    value: (row) => row.activity?.lastUsedAt.toISOString() ?? "-infinity",
  }),
  expires_at: orderBy({
    column: sql`coalesce(${effectiveExpirySql(principal.settings)}, 'infinity')`,
    kind: "time",
    descending: false,
    value: (row) => toKey(row, principal).effective_expires_at ?? "infinity",
  }),
});
