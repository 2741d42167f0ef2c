/** What the list asks for; the server asks for the same when it prepares the first paint. */
export const tokensInput = { limit: 50 };
