export const purpose = "Which rows and columns of a source a member, a role, a service account or a key sees.";

export const policiesInput = { limit: 50 };
