import * as z from "zod";

/** Longer than any credential, a signed token with many scopes included. */
const Token = z.string().trim().min(1, "Paste what you found.").max(10_000);

export const ReportLeakInput = z.strictObject({ token: Token });

/** `POST /auth/revoke`: the credential in the headers, or any other that stands in the body. */
export const EndTokenInput = z
  .strictObject({
    token: Token.optional().describe("What is to be ended; left out: the credential in the headers"),
    presented: Token.optional().describe("Taken from Authorization or X-API-Key; do not send it in the body"),
  })
  .refine(({ token, presented }) => token !== undefined || presented !== undefined, {
    path: ["token"],
    message: "Send the token to end, in the body or in the Authorization header.",
  });

/** Nothing: whether there was such a credential is not told. */
export const Accepted = z.object({ accepted: z.literal(true) });

/** A finding in GitHub's format for secret scanning partners. What is not needed is left alone. */
export const ScanFindings = z
  .array(
    z.object({
      token: Token,
      type: z.string().max(200).default(""),
      url: z.string().max(2000).nullish(),
      source: z.string().max(200).nullish(),
    }),
  )
  .max(1000);

export const ScanReportInput = z.strictObject({
  body: z.string().describe("The request's body as it came: the signature covers each byte"),
  key_identifier: z.string().max(200),
  signature: z.string().max(1000),
});

export const ScanLabels = z.array(
  z.object({
    token_hash: z.string().describe("SHA-256 of the token, hexadecimal"),
    token_type: z.string(),
    label: z.enum(["true_positive", "false_positive"]),
  }),
);
