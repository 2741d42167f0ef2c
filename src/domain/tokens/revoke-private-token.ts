import { PrivateTokenId, Token } from "#contract/token.ts";
import { mutation } from "#core/verb.ts";
import { endToken } from "./end-token.ts";

/** Ends a private token before its time. */
export const revokePrivateToken = mutation(
  { name: "private_tokens.revoke", scope: "keys:write", sessionOnly: true, input: PrivateTokenId, output: Token },
  (ctx, { id }) => endToken(ctx, "private_token", id),
);
