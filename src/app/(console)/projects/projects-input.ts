/** What pages ask for of the list of projects. */
export const projectsInput = { limit: 50 } as const;
