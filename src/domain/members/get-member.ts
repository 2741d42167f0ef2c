import { Member, MemberId } from "#contract/member.ts";
import { query } from "#core/verb.ts";
import { findMember, toMember } from "./member-view.ts";

/** One person of the organization. */
export const getMember = query(
  { name: "members.get", scope: "users:read", input: MemberId, output: Member },
  async ({ db, principal }, { id }) => toMember(await findMember(db, principal, id)),
);
