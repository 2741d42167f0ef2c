import { acceptInvitation } from "#domain/invitations/accept-invitation.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { listInvitations } from "#domain/invitations/list-invitations.ts";
import { previewInvitation } from "#domain/invitations/preview-invitation.ts";
import { resendInvitation } from "#domain/invitations/resend-invitation.ts";
import { revokeInvitation } from "#domain/invitations/revoke-invitation.ts";
import { changeRole } from "#domain/members/change-role.ts";
import { getMember } from "#domain/members/get-member.ts";
import { leaveOrganization } from "#domain/members/leave-organization.ts";
import { listMembers } from "#domain/members/list-members.ts";
import { readPlan } from "#domain/members/read-plan.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { deleteServiceAccount } from "#domain/service-accounts/delete-service-account.ts";
import { getServiceAccount } from "#domain/service-accounts/get-service-account.ts";
import { listServiceAccounts } from "#domain/service-accounts/list-service-accounts.ts";
import { updateServiceAccount } from "#domain/service-accounts/update-service-account.ts";
import { asGuestMutation, asMutation, asQuery, router } from "./init.ts";

export const membersRouter = router({
  list: asQuery(listMembers),
  get: asQuery(getMember),
  changeRole: asMutation(changeRole),
  plan: asQuery(readPlan),
  remove: asMutation(removeMember),
  leave: asMutation(leaveOrganization),
});

export const invitationsRouter = router({
  list: asQuery(listInvitations),
  create: asMutation(createInvitation),
  resend: asMutation(resendInvitation),
  revoke: asMutation(revokeInvitation),
  preview: asGuestMutation(previewInvitation),
  accept: asMutation(acceptInvitation),
});

export const serviceAccountsRouter = router({
  list: asQuery(listServiceAccounts),
  get: asQuery(getServiceAccount),
  create: asMutation(createServiceAccount),
  update: asMutation(updateServiceAccount),
  delete: asMutation(deleteServiceAccount),
});
