/** A path of our own to go on to; whatever else was asked for (another origin, a way around the check) gives `fallback`. */
export function returnPath(asked: string | string[] | undefined, fallback: string): string {
  // Browsers read a backslash as a slash and skip tabs and newlines: `/\evil.example` would leave this origin.
  if (typeof asked !== "string" || !asked.startsWith("/") || asked.startsWith("//") || /[\\\s]/.test(asked))
    return fallback;
  const here = "http://here.invalid";
  const url = URL.parse(asked, here);
  // `/..//evil.example` is of our own origin until its dots are worked off; what is left would leave it.
  if (url?.origin !== here || url.pathname.startsWith("//")) return fallback;
  url.searchParams.delete("_rsc");
  return url.pathname + url.search + url.hash;
}
