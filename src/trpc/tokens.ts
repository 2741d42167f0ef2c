import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { listPrivateTokens } from "#domain/tokens/list-private-tokens.ts";
import { listTokens } from "#domain/tokens/list-tokens.ts";
import { revokePrivateToken } from "#domain/tokens/revoke-private-token.ts";
import { revokeToken } from "#domain/tokens/revoke-token.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const tokensRouter = router({
  list: asQuery(listTokens),
  create: asMutation(createToken),
  revoke: asMutation(revokeToken),
  listPrivate: asQuery(listPrivateTokens),
  createPrivate: asMutation(createPrivateToken),
  revokePrivate: asMutation(revokePrivateToken),
});
