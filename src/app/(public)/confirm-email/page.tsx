import type { Metadata } from "next";
import { TrpcProvider } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../sign-in-frame.tsx";
import { ConfirmEmail } from "./confirm-email.tsx";

export const metadata: Metadata = { title: "Confirm your new address" };

export default function ConfirmEmailPage() {
  return (
    <SignInFrame
      title="Confirm your new address"
      text="From then on you sign in with it, and mail goes there."
      foot={
        <>
          Is the link too old? Ask for the change again on <TextLink href="/account">your account page</TextLink>.
        </>
      }
    >
      <TrpcProvider>
        <ConfirmEmail />
      </TrpcProvider>
    </SignInFrame>
  );
}
