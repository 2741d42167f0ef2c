import { ShareVisit } from "#contract/share-link.ts";

const placeOf = (linkId: string) => `gatehouse.visit.${linkId}`;

/** The visit that was begun in this tab and is not over, so that loading the page again is no view of its own. */
export function keptVisit(linkId: string): ShareVisit | null {
  try {
    const kept = ShareVisit.safeParse(JSON.parse(sessionStorage.getItem(placeOf(linkId)) ?? "null")).data;
    return kept && Date.parse(kept.visit_ends_at) > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

export function keepVisit(linkId: string, visit: ShareVisit): void {
  try {
    sessionStorage.setItem(placeOf(linkId), JSON.stringify(visit));
  } catch {
    // Storage is forbidden; loading the page again begins another visit.
  }
}

export function forgetVisit(linkId: string): void {
  try {
    sessionStorage.removeItem(placeOf(linkId));
  } catch {
    // Nothing was kept.
  }
}
