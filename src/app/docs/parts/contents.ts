export type DocsPage = { href: string; title: string; describes: string };

/** Every page of the docs in reading order: the navigation, the start page and previous/next are made from it. */
export const contents: readonly { title: string; pages: readonly DocsPage[] }[] = [
  {
    title: "Start",
    pages: [
      { href: "/docs", title: "Overview", describes: "What the API is and how a request is decided." },
      { href: "/docs/quickstart", title: "Quickstart", describes: "A key, a first call and the rows of a source." },
    ],
  },
  {
    title: "Access",
    pages: [
      {
        href: "/docs/authentication",
        title: "Authentication",
        describes: "API keys: types, headers, format, rotation and care.",
      },
      {
        href: "/docs/scopes",
        title: "Scopes and roles",
        describes: "What a key may do, and which operation needs which scope.",
      },
      {
        href: "/docs/share-links",
        title: "Share links",
        describes: "Let anybody see one source, project or dashboard, for a while.",
      },
      {
        href: "/docs/signing-in",
        title: "Signing in",
        describes: "Two-step sign-in, passkeys, forgotten passwords and sessions.",
      },
      {
        href: "/docs/browsers",
        title: "Calls from web pages",
        describes: "Allowed origins (CORS), preflights, and what a page can read.",
      },
      {
        href: "/docs/leaks",
        title: "Leaked secrets",
        describes: "How secrets are recognized, reported and ended.",
      },
      {
        href: "/docs/policies",
        title: "Data policies",
        describes: "Which rows and columns somebody sees, masks, and how they add up.",
      },
      { href: "/docs/roles", title: "Who may do what", describes: "What each role reaches, deed by deed." },
    ],
  },
  {
    title: "Requests",
    pages: [
      {
        href: "/docs/pagination",
        title: "Lists and changes",
        describes: "Pages, filters and sorting; ETags and safe retries of writes.",
      },
      {
        href: "/docs/sources",
        title: "Sources",
        describes: "Ask questions of rows, export them, append to them and replace them.",
      },
      {
        href: "/docs/dashboards",
        title: "Dashboards",
        describes: "Charts over sources: made, read and changed, each reader by their own access.",
      },
      {
        href: "/docs/files",
        title: "Files",
        describes: "Uploads with checksums, downloads in parts, and what is never run.",
      },
      {
        href: "/docs/limits",
        title: "Rate limits",
        describes: "How many requests an hour, and what to do at the end.",
      },
      {
        href: "/docs/connectors",
        title: "Connectors",
        describes: "Sources that fill themselves, from a PostgreSQL or an HTTP feed.",
      },
      {
        href: "/docs/webhooks",
        title: "Webhooks",
        describes: "Signed messages to your own systems when something happens.",
      },
      { href: "/docs/errors", title: "Errors", describes: "One shape for every refusal, and a page for each code." },
    ],
  },
];

export const pagesInOrder: readonly DocsPage[] = contents.flatMap(({ pages }) => pages);

/** A page's entry by its path. Throws for a path that is not in the table of contents: a typo of ours. */
export function pageAt(href: string): DocsPage {
  const page = pagesInOrder.find((candidate) => candidate.href === href);
  if (!page) throw new Error(`${href} is not in the table of contents`);
  return page;
}
