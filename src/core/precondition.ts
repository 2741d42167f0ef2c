import { Refusal } from "./refusal.ts";

/** The entity tag of a version (RFC 9110 §8.8.3). */
export const etagOf = (version: number): string => `"v${version}"`;

/** Refuses with `precondition_failed` if the caller named a version that is no longer the present one. */
export function requireVersion(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch === "*") return;
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  // After a dot the tag says more than the version: what of it the caller saw.
  const named = tags.some((tag) => tag === etagOf(version) || tag.startsWith(`"v${version}.`));
  if (!named) throw new Refusal("precondition_failed");
}
