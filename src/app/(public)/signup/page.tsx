import type { Metadata } from "next";
import { type Search, skipSignIn } from "#app/session/skip-sign-in.ts";
import { TrpcProvider } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../sign-in-frame.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Create account" };

export default async function SignUpPage({ searchParams }: { searchParams: Search }) {
  const returnTo = await skipSignIn(searchParams, "/onboarding");
  const carried = returnTo === "/onboarding" ? "" : `?return_to=${encodeURIComponent(returnTo)}`;
  return (
    <SignInFrame
      title="Create account"
      text="Your first call is about a minute away."
      foot={
        <>
          Have an account? <TextLink href={`/login${carried}`}>Sign in</TextLink>
        </>
      }
    >
      <TrpcProvider>
        <SignUpForm returnTo={returnTo} />
      </TrpcProvider>
    </SignInFrame>
  );
}
