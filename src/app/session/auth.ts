import { headers } from "next/headers";
import NextAuth, { CredentialsSignin, type DefaultSession } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { SignInInput } from "#contract/user.ts";
import { Refusal } from "#core/refusal.ts";
import { runtime } from "#core/runtime.ts";
import { readSession } from "#core/sessions/read-session.ts";
import { revokeSessions } from "#domain/users/revoke-sessions.ts";
import { signIn as signInVerb } from "#domain/users/sign-in.ts";
import { requestInfo } from "./request-info.ts";

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

/** Tells the form apart "wrong" (no code) from "too many attempts". */
class Throttled extends CredentialsSignin {
  override code = "throttled";
}

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
          if (!input.success) return null;
          try {
            const made = await signInVerb({ runtime: runtime(), request: requestInfo(request.headers) }, input.data);
            return { id: made.user_id, sessionId: made.session_id };
          } catch (error) {
            if (error instanceof Refusal && error.code === "rate_limit_exceeded") throw new Throttled();
            if (error instanceof Refusal) return null;
            throw error;
          }
        },
      }),
    ],
    callbacks: {
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
