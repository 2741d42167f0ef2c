import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { listInvitations } from "#domain/invitations/list-invitations.ts";
import { resendInvitation } from "#domain/invitations/resend-invitation.ts";
import { revokeInvitation } from "#domain/invitations/revoke-invitation.ts";
import { operation } from "./operation.ts";

const tag = "Members";

export const invitationOperations = [
  operation({
    id: "listInvitations",
    method: "GET",
    path: "/invitations",
    tag,
    summary: "List invitations",
    verb: listInvitations,
  }),
  operation({
    id: "createInvitation",
    method: "POST",
    path: "/invitations",
    tag,
    summary: "Invite somebody",
    description:
      "The answer holds the link in url, this once. It works for seven days, for one person, and only while whoever made it could make it again; where mail is set up it is sent as well.",
    status: 201,
    verb: createInvitation,
    etag: true,
  }),
  operation({
    id: "resendInvitation",
    method: "POST",
    path: "/invitations/{id}/resend",
    tag,
    summary: "Give an invitation a new link",
    description: "The link before it ends.",
    verb: resendInvitation,
    etag: true,
  }),
  operation({
    id: "revokeInvitation",
    method: "DELETE",
    path: "/invitations/{id}",
    tag,
    summary: "Revoke an invitation",
    verb: revokeInvitation,
    etag: true,
  }),
];
