import type { Metadata } from "next";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { Section } from "../parts/section.tsx";

const { href, title, describes } = pageAt("/docs/signing-in");
export const metadata: Metadata = { title, description: describes };

export default function SigningInPage() {
  return (
    <Article
      href={href}
      title={title}
      lead="People sign in to the portal with a password, with a password and a code, or with a passkey. All of it is set up on your account page."
    >
      <Section id="two-steps" title="Two-step sign-in">
        <p>
          Turn it on under <ConsoleLink href="/account">Account</ConsoleLink>: scan the QR code with any authenticator
          app (RFC 6238) and enter a first code. From then on, the right password alone opens nothing; the code has to
          follow within five minutes. No code counts twice.
        </p>
        <p>
          You get ten recovery codes, shown once. Each signs you in once in place of the app, and you are told by mail
          when one is used. New ones void the old.
        </p>
        <p>
          Logging in over the API asks for the same code: send it as <Code>code</Code> with{" "}
          <Code>POST /auth/login</Code>.
        </p>
      </Section>

      <Section id="passkeys" title="Passkeys">
        <p>
          A passkey is kept by your device or password manager and works on this installation’s address only, so a page
          that looks like it gets nothing. It checks your fingerprint, face or PIN before it answers, which makes it
          both steps at once: no password and no code are asked for. Add one for each device.
        </p>
        <p>
          Passkeys do not replace two-step sign-in: while that is off, your password still signs in alone. Where an
          organization requires a second factor, it means two-step sign-in.
        </p>
      </Section>

      <Section id="confirm" title="Confirm that it is you">
        <p>
          Some changes ask for your password, code or passkey again if you last gave it more than 15 minutes ago: the
          e-mail address, two-step sign-in, passkeys, the owner of an organization, the end of an account. Nobody can
          make them in a browser that you left open.
        </p>
      </Section>

      <Section id="forgotten" title="A forgotten password">
        <p>
          Ask for a link at <TextLink href="/reset">/reset</TextLink>. It is good once, for half an hour. Choosing a new
          password ends all your sessions and leaves two-step sign-in on. The answer never says whether an address has
          an account. On an installation that sends no mail, the operator finds the link in the log.
        </p>
      </Section>

      <Section id="sessions" title="Sessions">
        <p>
          A sign-in lasts 14 days, or as long as your organization allows. Your account page lists where you are signed
          in and how; what you end there is over at its next request. Changing the password ends all others.
        </p>
      </Section>

      <Section id="end" title="Deleting an account">
        <p>
          Your keys, tokens and sessions end, and your name, address and ways to sign in are erased. Organizations that
          nobody else is in are deleted with all they hold. While others are in one that only you own, name another
          owner first. Audit logs keep what was done, under your user id.
        </p>
      </Section>
    </Article>
  );
}
