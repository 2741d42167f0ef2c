import { introspectToken } from "#domain/verification/introspect-token.ts";
import { verifyCredential } from "#domain/verification/verify-credential.ts";
import { readForm } from "./body.ts";
import { operation } from "./operation.ts";

const tag = "Verification";

export const verifyOperations = [
  operation({
    id: "verifyKey",
    method: "POST",
    path: "/keys/verify",
    tag,
    summary: "Verify a credential for a backend of your own",
    description:
      "Judges any credential of the caller's organization as this API would, and counts it against its limits. Another organization's is answered exactly as one that nobody was given.",
    verb: verifyCredential,
  }),
];

/** Below `/oauth`, where OAuth clients look for it. */
export const introspectOperations = [
  operation({
    id: "introspectToken",
    method: "POST",
    path: "/introspect",
    tag,
    summary: "Introspect a token (RFC 7662)",
    verb: introspectToken,
    readBody: readForm,
  }),
];
