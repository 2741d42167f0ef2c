import type { Principal } from "../principal.ts";

type Person = { id: string; name: string };

/** Who made something, as far as it is the reader's business: visitors by a share link are not told who works here. */
export const personFor = ({ bound }: Principal, person: Person): Person => (bound ? { id: "", name: "" } : person);
