import type { Metadata } from "next";
import { runtime } from "#core/runtime.ts";
import { TrpcProvider } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../sign-in-frame.tsx";
import { AskForm } from "./ask-form.tsx";

export const metadata: Metadata = { title: "Forgotten password" };
/** What is set up is asked of the running process, not of the one that built the page. */
export const dynamic = "force-dynamic";

export default function ResetPage() {
  return (
    <SignInFrame
      title="Forgotten your password?"
      text="We send you a link that lets you choose a new one."
      foot={
        <>
          Remembered it? <TextLink href="/login">Sign in</TextLink>
        </>
      }
    >
      <TrpcProvider>
        <AskForm mailIsSetUp={runtime().mailer.isSetUp} />
      </TrpcProvider>
    </SignInFrame>
  );
}
