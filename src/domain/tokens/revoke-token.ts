import { Token, TokenId } from "#contract/token.ts";
import { mutation } from "#core/verb.ts";
import { endToken } from "./end-token.ts";

/** Ends one of the caller's personal access tokens, in every organization. */
export const revokeToken = mutation(
  { name: "tokens.revoke", scope: "keys:write", sessionOnly: true, input: TokenId, output: Token },
  (ctx, { id }) => endToken(ctx, "personal_access_token", id),
);
