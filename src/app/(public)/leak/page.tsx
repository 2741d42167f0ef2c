import type { Metadata } from "next";
import { TrpcProvider } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../sign-in-frame.tsx";
import { LeakForm } from "./leak-form.tsx";

export const metadata: Metadata = { title: "Report a leaked secret" };

export default function LeakPage() {
  return (
    <SignInFrame
      title="Report a leaked secret"
      text="Found a key or token of this installation where it should not be? Paste it here. It is ended at once and its owner is told. You need no account."
      foot={
        <>
          Reporting many, or by program? See <TextLink href="/docs/leaks">the docs on leaks</TextLink>.
        </>
      }
    >
      <TrpcProvider>
        <LeakForm />
      </TrpcProvider>
    </SignInFrame>
  );
}
