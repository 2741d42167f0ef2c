import { and, desc, eq, ilike, lt } from "drizzle-orm";
import { ListedPolicies, ListPoliciesInput } from "#contract/policy.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { policies } from "#db/schema/policies.ts";
import { selectPolicies, toPolicies, visiblePolicies } from "./policy-view.ts";

/** The policies of the organization, newest first. */
export const listPolicies = query(
  { name: "policies.list", scope: "policies:read", input: ListPoliciesInput, output: ListedPolicies },
  async ({ db, principal }, { limit, cursor, source_id, q }) => {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ["text"])[0];
    const rows = await selectPolicies(db)
      .where(
        and(
          visiblePolicies(principal),
          source_id === undefined ? undefined : eq(policies.sourceId, source_id),
          q ? ilike(policies.name, `%${q.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
          before === undefined ? undefined : lt(policies.id, before),
        ),
      )
      .orderBy(desc(policies.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      data: await toPolicies(db, principal, page),
      next_cursor: rows.length > limit ? encodeCursor([page.at(-1)?.policy.id ?? ""]) : null,
    };
  },
);
