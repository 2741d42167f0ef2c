import type { Metadata } from "next";
import { TrpcProvider } from "#trpc/client.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { SignInFrame } from "../../sign-in-frame.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";

export const metadata: Metadata = { title: "Choose a new password" };

export default function NewPasswordPage() {
  return (
    <SignInFrame
      title="Choose a new password"
      text="It signs you out everywhere. Two-step sign-in stays on if you use it."
      foot={
        <>
          Is the link too old? <TextLink href="/reset">Ask for another</TextLink>
        </>
      }
    >
      <TrpcProvider>
        <NewPasswordForm />
      </TrpcProvider>
    </SignInFrame>
  );
}
