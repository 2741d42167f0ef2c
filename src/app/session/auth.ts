import { headers } from "next/headers";
import NextAuth, { CredentialsSignin, type DefaultSession } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { PasskeyAssertion, SecondFactorCode } from "#contract/account.ts";
import { SignInInput } from "#contract/user.ts";
import { Refusal } from "#core/refusal.ts";
import { runtime } from "#core/runtime.ts";
import { readSession } from "#core/sessions/read-session.ts";
import { passSecondFactor } from "#domain/users/pass-second-factor.ts";
import { revokeSessions } from "#domain/users/revoke-sessions.ts";
import { signIn as signInVerb } from "#domain/users/sign-in.ts";
import { signInWithPasskey } from "#domain/users/sign-in-with-passkey.ts";
import { requestInfo } from "./request-info.ts";
import { SECOND_STEP, type SignInCode } from "./sign-in-answers.ts";
import { forgetStep, keepStep, keptStep } from "./step-cookie.ts";

declare module "next-auth" {
  interface Session {
    sessionId: string;
    user: DefaultSession["user"];
  }
  interface User {
    sessionId?: string;
  }
}

const MAX_AGE_SECONDS = 14 * 86_400;

/** Tells the form why, as far as it may know; no more than "wrong" unless told. */
class NotSignedIn extends CredentialsSignin {
  constructor(code: SignInCode) {
    super();
    this.code = code;
  }
}

type Made = { user_id: string; session_id: string };
const asUser = ({ user_id, session_id }: Made) => ({ id: user_id, sessionId: session_id });

/** What a verb refused, as what Auth.js says to the form. */
async function orNotSignedIn<T>(attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "rate_limit_exceeded") throw new NotSignedIn("throttled");
    throw new NotSignedIn(error.code === "expired_token" ? "expired" : "wrong");
  }
}

function readPasskey(text: unknown): PasskeyAssertion {
  try {
    return PasskeyAssertion.parse(JSON.parse(String(text)));
  } catch {
    throw new NotSignedIn("wrong");
  }
}

const guest = ({ headers }: Request) => ({ runtime: runtime(), request: requestInfo(headers) });

/**
 * Auth.js keeps a signed, encrypted cookie that holds nothing but the id of a row in `sessions`; whether that row still
 * counts is asked on every request.
 */
export const { handlers, auth } = NextAuth(() => {
  const { config } = runtime();
  const secure = config.publicUrl.startsWith("https:");
  const cookie = (name: string) => ({
    name: `${secure ? "__Host-" : ""}gatehouse.${name}`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure },
  });
  return {
    trustHost: true,
    session: { strategy: "jwt", maxAge: MAX_AGE_SECONDS },
    pages: { signIn: "/login", error: "/login" },
    cookies: { sessionToken: cookie("session"), csrfToken: cookie("csrf"), callbackUrl: cookie("callback") },
    logger: {
      error: (error) =>
        void (error instanceof CredentialsSignin || runtime().log.error({ err: error }, "sign-in failed")),
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(given, request) {
          const input = SignInInput.safeParse({ email: given.email, password: given.password });
          if (!input.success) throw new NotSignedIn("wrong");
          const made = await orNotSignedIn(signInVerb(guest(request), input.data));
          if (made.session_id !== null) return asUser({ ...made, session_id: made.session_id });
          await keepStep(made.step ?? "");
          return { id: made.user_id };
        },
      }),
      Credentials({
        id: "second-factor",
        credentials: { code: {} },
        async authorize(given, request) {
          const code = SecondFactorCode.safeParse(given.code);
          if (!code.success) throw new NotSignedIn("wrong");
          const step = await keptStep();
          if (!step) throw new NotSignedIn("expired");
          const made = await orNotSignedIn(passSecondFactor(guest(request), { step, code: code.data }));
          await forgetStep();
          return asUser(made);
        },
      }),
      Credentials({
        id: "passkey",
        credentials: { passkey: {} },
        authorize: async (given, request) =>
          asUser(await orNotSignedIn(signInWithPasskey(guest(request), { passkey: readPasskey(given.passkey) }))),
      }),
    ],
    callbacks: {
      // Whoever has yet to enter a code has no session: Auth.js leads on instead of setting its cookie.
      signIn: ({ user }) => (user.sessionId ? true : SECOND_STEP),
      // A cookie without the id of a session is nobody's, whatever else went wrong.
      jwt: ({ token, user }) => (user?.sessionId ? { sid: user.sessionId } : token),
      session: ({ session, token }) => ({ ...session, user: {}, sessionId: String(token.sid ?? "") }),
      redirect: ({ url }) => (url.startsWith("/") && !url.startsWith("//") ? config.publicUrl + url : config.publicUrl),
    },
    events: {
      async signOut(message) {
        const id = "token" in message ? message.token?.sid : undefined;
        if (typeof id !== "string") return;
        const session = await readSession(runtime(), id);
        if (!session) return;
        const request = requestInfo(await headers());
        await revokeSessions({ runtime: runtime(), principal: session.principal, request }, { id });
      },
    },
  };
});
