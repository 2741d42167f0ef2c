import type { SharedType } from "#contract/share-link.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/** What a share link confines its principal to: reading one resource and what that is made of. */
export type Bound = {
  linkId: string;
  type: SharedType;
  id: string;
  /** In a visit that was counted when it began, so that its reads are not counted one by one. */
  visiting: boolean;
};

type Declared = { kind: "query" | "mutation"; shared?: readonly SharedType[] | undefined };

/**
 * Refuses a share link unless the verb says that it reads what such a link shows. A verb that says nothing is closed to
 * every link, so a new one is closed until somebody decided otherwise.
 */
export function requireShared({ bound }: Principal, { kind, shared }: Declared): void {
  if (!bound || (kind === "query" && shared?.includes(bound.type))) return;
  if (kind === "mutation") throw new Refusal("read_only_credential", "A share link reads, and changes nothing.");
  throw new Refusal("forbidden", `A share link opens the ${bound.type} that it was made for, and nothing else.`);
}
