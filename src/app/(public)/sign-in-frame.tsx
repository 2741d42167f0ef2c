import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "#ui/logo.tsx";

/** What stands around signing in and signing up. */
export function SignInFrame({
  title,
  text,
  children,
  foot,
}: {
  title: string;
  text: string;
  children: ReactNode;
  foot: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh grid-rows-[auto_1fr] bg-surface dark:bg-ground">
      <div className="px-4 py-5 md:px-8">
        <Link href="/" className="inline-flex rounded-md">
          <Logo />
        </Link>
      </div>
      <div className="mx-auto w-full max-w-[25rem] self-center px-4 pt-4 pb-24">
        <h1 className="text-xl font-medium">{title}</h1>
        <p className="mt-1 text-base text-muted">{text}</p>
        <div className="mt-6 rounded-lg border bg-ground p-5 dark:bg-sunken">{children}</div>
        <p className="mt-5 text-center text-sm text-muted">{foot}</p>
      </div>
    </main>
  );
}
