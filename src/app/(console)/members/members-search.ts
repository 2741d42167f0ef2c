import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { Role } from "#contract/role.ts";

/** What of the list of members stands in the URL. */
export const membersParsers = {
  q: parseAsString.withDefault(""),
  role: parseAsStringLiteral(Role.options),
};
export type MembersSearch = inferParserType<typeof membersParsers>;
export const loadMembersSearch = createLoader(membersParsers);

export const membersInput = ({ q, role }: MembersSearch) => ({
  limit: 50,
  ...(q.trim() && { q: q.trim().slice(0, 100) }),
  ...(role && { role }),
});
