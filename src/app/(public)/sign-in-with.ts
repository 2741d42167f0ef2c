import { signIn } from "next-auth/react";
import type { FormRefusal } from "#app/forms/show-problem.ts";

/** Signs in; null when that went well. */
export async function signInWith(given: { email: string; password: string }): Promise<FormRefusal | null> {
  try {
    const answer = await signIn("credentials", { ...given, redirect: false });
    if (!answer.error) return null;
    if (answer.code === "throttled")
      return { title: "Too many attempts", detail: "Wait a quarter of an hour, then try again." };
    if (answer.error === "CredentialsSignin")
      return {
        title: "That did not get you in",
        detail: "The e-mail address or the password is not right. Check both and try again.",
      };
  } catch {
    // No answer that could be read; said below.
  }
  return { title: "Signing in failed on our side", detail: "Try again in a moment." };
}
