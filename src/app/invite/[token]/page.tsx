import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { portalSession } from "#app/session/portal-session.ts";
import { TrpcProvider } from "#trpc/client.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../../(public)/sign-in-frame.tsx";
import { AcceptInvitation } from "./accept-invitation.tsx";

export const metadata: Metadata = { title: "Invitation", robots: { index: false } };

const gone = {
  unknown: "This link leads nowhere. It may be incomplete, or a newer one took its place.",
  accepted: "Somebody has used this link already. It works once.",
  expired: "This link has expired. Ask whoever invited you for a new one.",
  revoked: "This invitation was taken back.",
  void: "Whoever invited you may no longer do so. Ask somebody else in the organization.",
} as const;

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [session, invitation] = await Promise.all([
    portalSession(),
    caller().then(({ invitations }) => invitations.preview({ token: token.slice(0, 200) })),
  ]);
  const { status, organization, role, invited_by, email_hint } = invitation;
  if (status !== "open" || organization === null || role === null)
    return (
      <SignInFrame
        title="This invitation does not work"
        text={gone[status === "open" ? "unknown" : status]}
        foot={<TextLink href="/">To the front page</TextLink>}
      >
        <LinkButton href={session ? "/keys" : "/login"} className="w-full">
          {session ? "To the console" : "Sign in"}
        </LinkButton>
      </SignInFrame>
    );

  const back = `?return_to=${encodeURIComponent(`/invite/${token}`)}`;
  const user = session?.principal.user;
  return (
    <SignInFrame
      title={`Join ${organization}`}
      text={`${invited_by} invites you as ${role}.`}
      foot={
        user ? <>Signed in as {user.email}</> : <>The invitation waits here. You come back to it after signing in.</>
      }
    >
      {email_hint && (
        <p className="mb-4 text-sm text-muted">
          Only the account <span className="break-id font-medium text-text">{email_hint}</span> may accept.
        </p>
      )}
      {user ? (
        <TrpcProvider>
          <AcceptInvitation token={token} organization={organization} />
        </TrpcProvider>
      ) : (
        <div className="flex flex-col gap-2">
          <LinkButton variant="primary" size="lg" href={`/signup${back}`} className="w-full">
            Create account
          </LinkButton>
          <LinkButton size="lg" href={`/login${back}`} className="w-full">
            Sign in
          </LinkButton>
        </div>
      )}
    </SignInFrame>
  );
}
