/** What of a whole secret its hint shows: the prefix, the kind and the first four characters. */
const secret = /^([a-z0-9]+_[a-z]+_[A-Za-z0-9]{4})[A-Za-z0-9]{5,}/;

/** A pasted secret is cut to its hint, by which its key is found; the secret itself never leaves the page. */
export const cutSecret = (text: string): string => text.trim().replace(secret, "$1").slice(0, 100);
