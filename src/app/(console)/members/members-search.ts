import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { InvitationStatus } from "#contract/invitation.ts";
import { Role } from "#contract/role.ts";

/** What of the list of members stands in the URL. */
export const membersParsers = {
  q: parseAsString.withDefault(""),
  role: parseAsStringLiteral(Role.options),
  /** Those that wait, unless others are asked for. */
  invitations: parseAsStringLiteral([...InvitationStatus.options, "all"]).withDefault("open"),
};
export type MembersSearch = inferParserType<typeof membersParsers>;
export const loadMembersSearch = createLoader(membersParsers);

export const membersInput = ({ q, role }: MembersSearch) => ({
  limit: 50,
  ...(q.trim() && { q: q.trim().slice(0, 100) }),
  ...(role && { role }),
});

export const invitationsInput = ({ invitations: status }: Pick<MembersSearch, "invitations">) => ({
  limit: 50,
  ...(status !== "all" && { status }),
});
