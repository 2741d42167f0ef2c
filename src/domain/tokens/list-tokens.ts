import { ListedTokens, ListTokensInput } from "#contract/token.ts";
import { query } from "#core/verb.ts";
import { pageOfTokens } from "./page-of-tokens.ts";

/** The caller's personal access tokens. Nobody else sees them: they are good in other organizations too. */
export const listTokens = query(
  { name: "tokens.list", scope: "keys:read", sessionOnly: true, input: ListTokensInput, output: ListedTokens },
  (ctx, input) => pageOfTokens(ctx, "personal_access_token", input),
);
