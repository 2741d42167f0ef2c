import { parseAsStringLiteral } from "nuqs/server";

/** What of a connector's page stands in the URL. */
export const tabParser = parseAsStringLiteral(["history", "settings"] as const).withDefault("history");

export const syncsInput = (id: string) => ({ id, limit: 25 });
