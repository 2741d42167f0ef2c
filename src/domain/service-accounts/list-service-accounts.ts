import { and, asc, ilike, sql } from "drizzle-orm";
import { ListedServiceAccounts, ListServiceAccountsInput } from "#contract/service-account.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";
import { selectServiceAccounts, serviceAccounts, toServiceAccount } from "./service-account-view.ts";

const byName = sql`lower(${users.name}) collate "C"`;

/** The service accounts of the organization, by name. */
export const listServiceAccounts = query(
  {
    name: "service_accounts.list",
    scope: "users:read",
    input: ListServiceAccountsInput,
    output: ListedServiceAccounts,
  },
  async ({ db, principal }, { q, cursor, limit }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["text", "text"]);
    const rows = await selectServiceAccounts(db)
      .where(
        and(
          serviceAccounts(principal),
          q ? ilike(users.name, `%${q.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
          after ? sql`(${byName}, ${users.id}) > (lower(${after[0]}::text) collate "C", ${after[1]}::text)` : undefined,
        ),
      )
      .orderBy(asc(byName), asc(users.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(toServiceAccount),
      next_cursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null,
    };
  },
);
