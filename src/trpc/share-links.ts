import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { getShareLink } from "#domain/share-links/get-share-link.ts";
import { listShareLinks } from "#domain/share-links/list-share-links.ts";
import { openShareLink } from "#domain/share-links/open-share-link.ts";
import { revokeShareLink } from "#domain/share-links/revoke-share-link.ts";
import { updateShareLink } from "#domain/share-links/update-share-link.ts";
import { asGuestMutation, asMutation, asQuery, router } from "./init.ts";

export const shareLinksRouter = router({
  list: asQuery(listShareLinks),
  get: asQuery(getShareLink),
  create: asMutation(createShareLink),
  update: asMutation(updateShareLink),
  revoke: asMutation(revokeShareLink),
  open: asGuestMutation(openShareLink),
});
