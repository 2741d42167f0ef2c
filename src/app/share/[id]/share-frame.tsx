import type { ReactNode } from "react";
import { Logo } from "#ui/logo.tsx";

/** What stands around something shared: nothing that leads into the portal. */
export function ShareFrame({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <header className="border-b">
        <div className="mx-auto flex h-12 w-full max-w-[1200px] items-center justify-between gap-4 px-4 md:px-8">
          <Logo />
          <p className="text-sm text-muted">Shared by link, read only</p>
        </div>
      </header>
      <main className="mx-auto w-full max-w-[1200px] px-4 py-6 md:px-8">{children}</main>
    </div>
  );
}

/** One small thing to read or to do, in the middle. */
export function ShareNote({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  return (
    <ShareFrame>
      <div className="mx-auto max-w-[25rem] pt-[12dvh] pb-16">
        <h1 className="text-xl font-medium">{title}</h1>
        <p className="mt-1 text-pretty text-base text-muted">{text}</p>
        {children && <div className="mt-6">{children}</div>}
      </div>
    </ShareFrame>
  );
}
