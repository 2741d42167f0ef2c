import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TrpcProvider } from "#trpc/client.tsx";
import { portalSession } from "../session/portal-session.ts";
import { DocsHeader } from "./parts/docs-header.tsx";
import { DocsNav } from "./parts/docs-nav.tsx";
import { ReaderProvider } from "./parts/reader-context.tsx";

export const metadata: Metadata = { title: { default: "Docs · Gatehouse", template: "%s · Gatehouse docs" } };

/** The docs are open to everybody; whoever is signed in finds their own organization in them. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const session = await portalSession();
  const organization = session && { id: session.principal.orgId, name: session.principal.orgName };
  return (
    <TrpcProvider>
      <ReaderProvider organization={organization}>
        <a
          href="#content"
          className="sr-only z-50 rounded-md bg-text px-3 py-2 text-sm text-ground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <DocsHeader />
        <div className="lg:grid lg:grid-cols-[240px_minmax(0,1fr)]">
          <div className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] overflow-y-auto border-r px-4 py-8 lg:block">
            <DocsNav />
          </div>
          <div className="min-w-0">{children}</div>
        </div>
      </ReaderProvider>
    </TrpcProvider>
  );
}
