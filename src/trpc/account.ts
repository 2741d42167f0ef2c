import { addPasskey } from "#domain/users/add-passkey.ts";
import { askEmailChange } from "#domain/users/ask-email-change.ts";
import { askPasswordReset } from "#domain/users/ask-password-reset.ts";
import { beginPasskey } from "#domain/users/begin-passkey.ts";
import { beginPasskeyConfirmation } from "#domain/users/begin-passkey-confirmation.ts";
import { beginPasskeySignIn } from "#domain/users/begin-passkey-sign-in.ts";
import { changePassword } from "#domain/users/change-password.ts";
import { confirmEmail } from "#domain/users/confirm-email.ts";
import { confirmIdentity } from "#domain/users/confirm-identity.ts";
import { deleteAccount } from "#domain/users/delete-account.ts";
import { disableSecondFactor } from "#domain/users/disable-second-factor.ts";
import { enableSecondFactor } from "#domain/users/enable-second-factor.ts";
import { listSessions } from "#domain/users/list-sessions.ts";
import { readDeletionPlan } from "#domain/users/read-deletion-plan.ts";
import { readSecurity } from "#domain/users/read-security.ts";
import { removePasskey } from "#domain/users/remove-passkey.ts";
import { renameUser } from "#domain/users/rename-user.ts";
import { renewRecoveryCodes } from "#domain/users/renew-recovery-codes.ts";
import { resetPassword } from "#domain/users/reset-password.ts";
import { revokeSessions } from "#domain/users/revoke-sessions.ts";
import { setUpSecondFactor } from "#domain/users/set-up-second-factor.ts";
import { signUp } from "#domain/users/sign-up.ts";
import { asGuestMutation, asMutation, asQuery, router } from "./init.ts";

/** One's own account, and the ways to one. Signing in itself goes through Auth.js, which sets the cookie. */
export const accountRouter = router({
  signUp: asGuestMutation(signUp),
  beginPasskeySignIn: asGuestMutation(beginPasskeySignIn),
  askPasswordReset: asGuestMutation(askPasswordReset),
  resetPassword: asGuestMutation(resetPassword),
  confirmEmail: asGuestMutation(confirmEmail),
  rename: asMutation(renameUser),
  askEmailChange: asMutation(askEmailChange),
  changePassword: asMutation(changePassword),
  confirmIdentity: asMutation(confirmIdentity),
  beginPasskeyConfirmation: asQuery(beginPasskeyConfirmation),
  sessions: asQuery(listSessions),
  revokeSessions: asMutation(revokeSessions),
  security: asQuery(readSecurity),
  setUpSecondFactor: asQuery(setUpSecondFactor),
  enableSecondFactor: asMutation(enableSecondFactor),
  disableSecondFactor: asMutation(disableSecondFactor),
  renewRecoveryCodes: asMutation(renewRecoveryCodes),
  beginPasskey: asQuery(beginPasskey),
  addPasskey: asMutation(addPasskey),
  removePasskey: asMutation(removePasskey),
  deletionPlan: asQuery(readDeletionPlan),
  deleteAccount: asMutation(deleteAccount),
});
