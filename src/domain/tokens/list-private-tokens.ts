import { ListedTokens, ListTokensInput } from "#contract/token.ts";
import { query } from "#core/verb.ts";
import { pageOfTokens } from "./page-of-tokens.ts";

/** The private tokens of the organization: everybody's for owners and admins, else one's own. */
export const listPrivateTokens = query(
  { name: "private_tokens.list", scope: "keys:read", sessionOnly: true, input: ListTokensInput, output: ListedTokens },
  (ctx, input) => pageOfTokens(ctx, "private_token", input),
);
