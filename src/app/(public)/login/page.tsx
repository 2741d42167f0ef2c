import type { Metadata } from "next";
import { type Search, skipSignIn } from "#app/session/skip-sign-in.ts";
import { TrpcProvider } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../sign-in-frame.tsx";
import { LoginForm } from "./login-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: { searchParams: Search }) {
  const returnTo = await skipSignIn(searchParams, "/login");
  const { step } = await searchParams;
  const carried = returnTo === "/login" ? "" : `?return_to=${encodeURIComponent(returnTo)}`;
  return (
    <SignInFrame
      title="Sign in"
      text="To your keys, your sources and what calls them."
      foot={
        <>
          No account yet? <TextLink href={`/signup${carried}`}>Create account</TextLink>
        </>
      }
    >
      <TrpcProvider>
        <LoginForm returnTo={returnTo} step={step === "code" ? "code" : "password"} />
      </TrpcProvider>
    </SignInFrame>
  );
}
