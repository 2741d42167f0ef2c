import type { Mail } from "#core/mail/mailer.ts";
import type { RequestInfo } from "#core/verb.ts";

const notices = {
  password_changed: {
    subject: "Your Gatehouse password was changed",
    said: "The password of your account was changed, and its other sessions were ended.",
  },
  email_change_asked: {
    subject: "Your Gatehouse address is about to change",
    said: "Somebody who is signed in to your account asked to change its e-mail address. It changes when the link in a mail to the new address is opened.",
  },
  email_changed: {
    subject: "Your Gatehouse address was changed",
    said: "The e-mail address of your account was changed. This address does not sign you in any more.",
  },
  second_factor_enabled: {
    subject: "Two-step sign-in was turned on",
    said: "From now on, signing in with your password asks for a code of your authenticator app as well.",
  },
  second_factor_disabled: {
    subject: "Two-step sign-in was turned off",
    said: "From now on, your password alone signs in to your account.",
  },
  recovery_codes_renewed: {
    subject: "Your Gatehouse recovery codes were renewed",
    said: "New recovery codes were made. The former ones are no longer good.",
  },
  recovery_code_used: {
    subject: "A recovery code signed in to your account",
    said: "One of your recovery codes was used in place of a code of your authenticator app. It is used up.",
  },
  passkey_added: {
    subject: "A passkey was added to your account",
    said: "A new passkey can sign in to your account.",
  },
  passkey_removed: {
    subject: "A passkey was removed from your account",
    said: "One of your passkeys no longer signs in to your account.",
  },
  account_deleted: {
    subject: "Your Gatehouse account was deleted",
    said: "Your account was deleted, and its keys and sessions have ended.",
  },
} as const;

type Context = {
  runtime: { config: { publicUrl: string } };
  request: Pick<RequestInfo, "ip">;
  now: Date;
};

/** What tells the holder of an account about a change to it, so that one they did not make does not go unnoticed. */
export function accountNotice({ runtime, request, now }: Context, to: string, what: keyof typeof notices): Mail {
  const { subject, said } = notices[what];
  const { publicUrl } = runtime.config;
  const when = `${now.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const act =
    what === "account_deleted"
      ? "If this was not you, tell whoever runs this installation."
      : `If this was not you, choose a new password at ${publicUrl}/reset and look through your sessions at ${publicUrl}/account.`;
  return { to, subject, text: `${said}\n\nWhen: ${when}\nFrom: ${request.ip}\nWhere: ${publicUrl}\n\n${act}\n` };
}
