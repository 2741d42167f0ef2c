import type { Metadata } from "next";
import { LinkButton } from "#ui/link-button.tsx";
import { LogoMark } from "#ui/logo.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-16">
      <div className="flex max-w-md flex-col items-center text-center">
        <LogoMark className="size-9" />
        <h1 className="mt-6 text-xl font-medium">There is nothing at this address</h1>
        <p className="mt-2 text-base text-muted">
          It may have been removed, or it belongs to another organization or to the other mode (live or test) than the
          one you are in.
        </p>
        <div className="mt-6 flex gap-2">
          <LinkButton variant="primary" href="/keys">
            Open the console
          </LinkButton>
          <LinkButton href="/docs">Read the docs</LinkButton>
        </div>
      </div>
    </main>
  );
}
