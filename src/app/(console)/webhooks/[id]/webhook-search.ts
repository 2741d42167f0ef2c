import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DeliveryStatus } from "#contract/webhook.ts";

/** What of a webhook's page stands in the URL. */
export const webhookParsers = { status: parseAsStringLiteral(DeliveryStatus.options), delivery: parseAsString };

export const deliveriesInput = (id: string, { status }: inferParserType<typeof webhookParsers>) => ({
  id,
  limit: 25,
  ...(status && { status }),
});
