import { ShareLink, ShareLinkId } from "#contract/share-link.ts";
import { query } from "#core/verb.ts";
import { findLink, toShareLink } from "./share-link-view.ts";

/** One share link, without its token. */
export const getShareLink = query(
  { name: "share_links.get", scope: "sharing:read", input: ShareLinkId, output: ShareLink },
  async ({ db, principal }, { id }) => toShareLink(await findLink(db, principal, id), principal),
);
