import * as z from "zod";
import { UnderRules } from "./credential.ts";
import { idOf, listOf, PageInput, Timestamp } from "./list.ts";
import { Preset } from "./preset.ts";
import { Scope } from "./scope.ts";

export const TokenStatus = z.enum(["active", "expired", "revoked"]);
export type TokenStatus = z.infer<typeof TokenStatus>;

const grant = {
  name: z.string().trim().min(1, "Give the token a name.").max(80),
  preset: Preset.optional().describe("A named set of scopes; leave out when you send scopes"),
  scopes: z.array(Scope).max(50).optional(),
};
const eitherOr = {
  path: ["scopes"],
  message: "Send either a preset or scopes (preset custom takes scopes).",
};
const isEitherOr = (input: { preset?: Preset; scopes?: Scope[] }) =>
  (input.preset === undefined || input.preset === "custom") === (input.scopes !== undefined);

export const CreateTokenInput = z
  .strictObject({
    ...grant,
    expires_at: Timestamp.nullable()
      .optional()
      .describe("Left out: 90 days from now. null: never, if the organization allows it"),
  })
  .refine(isEitherOr, eitherOr);

export const CreatePrivateTokenInput = z
  .strictObject({
    ...grant,
    expires_at: Timestamp.describe("1 day to 1 year from now. It cannot be changed later"),
  })
  .refine(isEitherOr, eitherOr);

export const Token = z.object({
  id: z.string(),
  name: z.string(),
  preset: Preset,
  scopes: z.array(Scope),
  effective_scopes: z
    .array(Scope)
    .describe("What is left of scopes in this organization under the owner's role of now"),
  hint: z.string().describe("gk_pat_AbCd...wxyz, or the end of a private token's signature"),
  status: TokenStatus,
  expires_at: z.string().nullable(),
  ...UnderRules.shape,
  created_at: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }),
  last_used_at: z.string().nullable(),
  last_used: z
    .object({ ip: z.string().nullable(), operation: z.string(), status: z.int(), user_agent: z.string().nullable() })
    .nullable(),
  revoked_at: z.string().nullable(),
});
export type Token = z.infer<typeof Token>;

/** The one answer that holds the token. `token` is null when an Idempotency-Key replays a creation. */
export const CreatedToken = Token.extend({ token: z.string().nullable() });
export type CreatedToken = z.infer<typeof CreatedToken>;

export const ListTokensInput = z.strictObject({ ...PageInput, status: TokenStatus.optional() });
export const ListedTokens = listOf(Token);

export const TokenId = z.strictObject({ id: idOf("pat") });
export const PrivateTokenId = z.strictObject({ id: idOf("tok") });
