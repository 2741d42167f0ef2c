import { redirect } from "next/navigation";
import { portalSession } from "./portal-session.ts";
import { returnPath } from "./return-path.ts";

/** A page's `searchParams`. */
export type Search = Promise<Record<string, string | string[] | undefined>>;

/** Whoever is signed in has nothing to do on these pages and goes on; for the others: where they will go on to. */
export async function skipSignIn(search: Search, fallback: string): Promise<string> {
  const { return_to } = await search;
  const session = await portalSession();
  if (session) redirect(returnPath(return_to, session.onboarded ? "/keys" : "/onboarding"));
  return returnPath(return_to, fallback);
}
