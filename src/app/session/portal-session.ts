import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { rehome } from "#core/organizations/rehome.ts";
import { runtime } from "#core/runtime.ts";
import { type PortalSession, readSession } from "#core/sessions/read-session.ts";
import { auth } from "./auth.ts";
import { requestInfo } from "./request-info.ts";

/** Who is signed in, as the database says now; null for nobody. Once a request. */
export const portalSession = cache(async (): Promise<PortalSession | null> => {
  const id = (await auth())?.sessionId;
  if (!id) return null;
  const session = await readSession(runtime(), id);
  if (session) return session;
  await rehome({ runtime: runtime(), request: requestInfo(await headers()) }, id);
  return readSession(runtime(), id);
});

/** The same for pages that need somebody: others are led to sign in and come back. */
export async function requirePortalSession(returnTo: string): Promise<PortalSession> {
  await headers();
  const session = await portalSession();
  if (!session) redirect(`/login?return_to=${encodeURIComponent(returnTo)}`);
  // Whom the organization's rules keep out gets as far as where that can be mended.
  if (session.principal.withheld && !returnTo.startsWith("/account")) redirect("/account");
  return session;
}
