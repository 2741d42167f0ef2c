/** What the passwords and tokens of connectors are sealed for. */
export const CONNECTOR_SECRET = "connector secret";
