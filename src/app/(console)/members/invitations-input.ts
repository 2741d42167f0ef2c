/** What the page asks for of the list of invitations. */
export const invitationsInput = { limit: 50 } as const;
