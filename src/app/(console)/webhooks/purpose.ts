export const purpose = "Call your own systems when something happens to keys and limits of the organization.";

/** The organization has at most 50, so one page holds all. */
export const webhooksInput = { limit: 100 };
