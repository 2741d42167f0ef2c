import { and, desc, eq, sql } from "drizzle-orm";
import { ListedInvitations, ListInvitationsInput } from "#contract/invitation.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { invitations } from "#db/schema/organizations.ts";
import { ofOrganization, selectInvitations, statusSql, toInvitation } from "./invitation-view.ts";

const createdAt = sql`date_trunc('milliseconds', ${invitations.createdAt})`;

/** The invitations of the organization, newest first. No link is in it. */
export const listInvitations = query(
  { name: "invitations.list", scope: "users:read", input: ListInvitationsInput, output: ListedInvitations },
  async ({ db, principal }, { status, cursor, limit }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["time", "text"]);
    const rows = await selectInvitations(db)
      .where(
        and(
          ofOrganization(principal),
          status ? eq(statusSql, status) : undefined,
          after ? sql`(${createdAt}, ${invitations.id}) < (${after[0]}::timestamptz, ${after[1]}::text)` : undefined,
        ),
      )
      .orderBy(desc(createdAt), desc(invitations.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.invitation;
    return {
      data: page.map(toInvitation),
      next_cursor: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
    };
  },
);
