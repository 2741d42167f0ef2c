import { signIn } from "next-auth/react";
import type { FormRefusal } from "#app/forms/show-problem.ts";
import { SECOND_STEP, type SignInCode } from "#app/session/sign-in-answers.ts";
import type { PasskeyAssertion } from "#contract/account.ts";

/** In; or a code is still to be entered; or not in, and what to say about it. */
export type SignInOutcome =
  | { in: true }
  | { in: false; next: "code" }
  | { in: false; next: null; refusal: FormRefusal };

type Proof =
  | { by: "credentials"; email: string; password: string }
  | { by: "second-factor"; code: string }
  | { by: "passkey"; passkey: PasskeyAssertion };

const throttled = { title: "Too many attempts", detail: "Wait a quarter of an hour, then try again." };
const wrong: Record<Proof["by"], FormRefusal> = {
  credentials: {
    title: "That did not get you in",
    detail: "The e-mail address or the password is not right. Check both and try again.",
  },
  "second-factor": {
    title: "That code did not get you in",
    detail: "It is not right, or it was used already. Wait for the next one, or use a recovery code.",
  },
  passkey: {
    title: "That passkey did not get you in",
    detail: "It is not known here any more. Sign in with your password.",
  },
};
const expired = { title: "That took too long", detail: "Begin again with your password." };

/** Hands a proof to the server, which sets the cookie of the session if it is good. */
export async function signInWith({ by, ...proof }: Proof): Promise<SignInOutcome> {
  const fields = "passkey" in proof ? { passkey: JSON.stringify(proof.passkey) } : proof;
  try {
    const answer = await signIn(by, { ...fields, redirect: false });
    if (!answer.error) return answer.url?.endsWith(SECOND_STEP) ? { in: false, next: "code" } : { in: true };
    const code = answer.code as SignInCode | undefined;
    if (code === "throttled") return refused(throttled);
    if (code === "expired") return refused(expired);
    if (code === "wrong") return refused(wrong[by]);
  } catch {
    // No answer that could be read; said below.
  }
  return refused({ title: "Signing in failed on our side", detail: "Try again in a moment." });
}

const refused = (refusal: FormRefusal): SignInOutcome => ({ in: false, next: null, refusal });
