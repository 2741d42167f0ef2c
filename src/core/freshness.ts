import { hash } from "node:crypto";

/** What a caller has already (`If-None-Match`), and the entity tag of what it would get, once that is known. */
export type Validator = { ifNoneMatch: string | null; etag: string | null };

/** Thrown where the caller has what it would get: nothing is read then, and the transport says so (304). */
export class NotModified extends Error {
  override readonly name = "NotModified";
}

/** A strong entity tag of everything that decides an answer. It tells nothing of the parts. */
export const tagOf = (...parts: readonly unknown[]): string =>
  `"${hash("sha256", JSON.stringify(parts), "base64url").slice(0, 22)}"`;

/** Says what the tag of the answer is. Throws `NotModified` if the caller named it; most transports know no tags. */
export function requireChanged({ validator }: { validator?: Validator }, etag: string): void {
  if (!validator) return;
  validator.etag = etag;
  if (validator.ifNoneMatch !== null && listsTag(validator.ifNoneMatch, etag, true)) throw new NotModified();
}

/** Whether a list of entity tags holds this one, or is `*`. Only If-None-Match compares weakly (RFC 9110 §8.8.3.2). */
export function listsTag(list: string, etag: string, weakly: boolean): boolean {
  if (list.trim() === "*") return true;
  const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (weakly && tag === `W/${etag}`));
}
