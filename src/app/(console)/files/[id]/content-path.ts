/** Where the portal has the content of a file, for whoever is signed in. */
export const contentPath = (id: string): string => `/files/${encodeURIComponent(id)}/content`;
