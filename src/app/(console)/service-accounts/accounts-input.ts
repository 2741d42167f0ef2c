/** What the page asks for of the list of service accounts. */
export const accountsInput = { limit: 50 } as const;
