import { hash, randomBytes } from "node:crypto";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import type { MutationContext } from "#core/verb.ts";
import type { InvitationRow } from "./invitation-view.ts";

/** What is kept of a token: 256 random bits need no salt. Hexadecimal. */
export const hashOfToken = (token: string): string => hash("sha256", token);

/** A new link: its token goes out once, its hash is kept. */
export function newLink(publicUrl: string): { url: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { url: `${publicUrl}/invite/${token}`, tokenHash: hashOfToken(token) };
}

/** Sends the link to the one it is for, where there is an address and mail is set up; says whether. */
export async function mailLink(ctx: MutationContext, { invitation }: InvitationRow, url: string): Promise<boolean> {
  const { runtime, principal } = ctx;
  if (invitation.email === null || !runtime.mailer.isSetUp) return false;
  await enqueueMail(ctx, {
    to: invitation.email,
    subject: `Join ${principal.orgName.replaceAll(/\s+/g, " ")} on Gatehouse`,
    text: [
      `${principal.user.name} invites you to ${principal.orgName} as ${invitation.role}.`,
      `Open this link to accept. It works once, until ${invitation.expiresAt.toUTCString()}:`,
      url,
      "If you did not expect this, do nothing: without the link nobody gets in.",
    ].join("\n\n"),
  });
  return true;
}
