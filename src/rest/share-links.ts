import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { getShareLink } from "#domain/share-links/get-share-link.ts";
import { listShareLinks } from "#domain/share-links/list-share-links.ts";
import { revokeShareLink } from "#domain/share-links/revoke-share-link.ts";
import { updateShareLink } from "#domain/share-links/update-share-link.ts";
import { operation } from "./operation.ts";

const tag = "Share links";

export const shareLinkOperations = [
  operation({
    id: "listShareLinks",
    method: "GET",
    path: "/share-links",
    tag,
    summary: "List share links",
    verb: listShareLinks,
  }),
  operation({
    id: "createShareLink",
    method: "POST",
    path: "/share-links",
    tag,
    summary: "Share a source, project or dashboard by link",
    description:
      "The answer holds the token in share_token and the page for visitors in url. Both are shown this once. Whoever has them reads with the rights of whoever made the link, as these are at that moment.",
    status: 201,
    verb: createShareLink,
    etag: true,
  }),
  operation({
    id: "getShareLink",
    method: "GET",
    path: "/share-links/{id}",
    tag,
    summary: "Get a share link",
    verb: getShareLink,
    etag: true,
  }),
  operation({
    id: "updateShareLink",
    method: "PATCH",
    path: "/share-links/{id}",
    tag,
    summary: "Narrow a share link",
    description: "An earlier end, fewer views or another passcode. A link is never widened.",
    verb: updateShareLink,
    etag: true,
  }),
  operation({
    id: "revokeShareLink",
    method: "DELETE",
    path: "/share-links/{id}",
    tag,
    summary: "Revoke a share link for good",
    verb: revokeShareLink,
    etag: true,
  }),
];
