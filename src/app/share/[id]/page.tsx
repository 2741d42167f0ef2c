import type { Metadata } from "next";
import { TrpcProvider } from "#trpc/client.tsx";
import { SharedPage } from "./shared-page.tsx";

/** The same for every link: what is shared is told only to whoever was let in. */
export const metadata: Metadata = {
  title: "Shared with you",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

export default async function SharePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <TrpcProvider>
      <SharedPage linkId={id} />
    </TrpcProvider>
  );
}
