import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { ShareLinkStatus } from "#contract/share-link.ts";

/** What of the list of links stands in the URL. */
export const linksParsers = { status: parseAsStringLiteral(ShareLinkStatus.options) };
export const loadLinksSearch = createLoader(linksParsers);

export const linksInput = ({ status }: inferParserType<typeof linksParsers>) => ({
  limit: 50,
  ...(status && { status }),
});
