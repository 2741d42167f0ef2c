import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { listPrivateTokens } from "#domain/tokens/list-private-tokens.ts";
import { listTokens } from "#domain/tokens/list-tokens.ts";
import { revokePrivateToken } from "#domain/tokens/revoke-private-token.ts";
import { revokeToken } from "#domain/tokens/revoke-token.ts";
import { operation } from "./operation.ts";

const tag = "Tokens";
const fromSession = "Takes the access token of a session (POST /auth/login); no other credential makes or sees these.";

export const tokenOperations = [
  operation({
    id: "listTokens",
    method: "GET",
    path: "/tokens",
    tag,
    summary: "List your personal access tokens",
    description: fromSession,
    verb: listTokens,
  }),
  operation({
    id: "createToken",
    method: "POST",
    path: "/tokens",
    tag,
    summary: "Create a personal access token",
    description: `${fromSession} The answer holds the secret in token. It is shown this once and stored only as a hash.`,
    status: 201,
    verb: createToken,
  }),
  operation({
    id: "revokeToken",
    method: "DELETE",
    path: "/tokens/{id}",
    tag,
    summary: "Revoke a personal access token for good",
    description: fromSession,
    verb: revokeToken,
  }),
  operation({
    id: "listPrivateTokens",
    method: "GET",
    path: "/auth/private-tokens",
    tag,
    summary: "List private tokens",
    description: fromSession,
    verb: listPrivateTokens,
  }),
  operation({
    id: "createPrivateToken",
    method: "POST",
    path: "/auth/private-tokens",
    tag,
    summary: "Exchange a session for a long-lived signed token",
    description: `${fromSession} The answer holds the JWT in token, this once. Its expiry, 1 day to 1 year from now, stands in it and cannot be changed.`,
    status: 201,
    verb: createPrivateToken,
  }),
  operation({
    id: "revokePrivateToken",
    method: "DELETE",
    path: "/auth/private-tokens/{id}",
    tag,
    summary: "Revoke a private token for good",
    description: fromSession,
    verb: revokePrivateToken,
  }),
];
