import * as z from "zod";
import { CredentialKind } from "./credential.ts";
import { problemCodes } from "./problem.ts";
import { Role } from "./role.ts";
import { Scope } from "./scope.ts";
import { UserKind } from "./user.ts";

export const VerifyInput = z.strictObject({
  key: z.string().min(1).max(5000).describe("The whole credential, of any kind, as its holder sent it"),
  scopes: z.array(Scope).max(50).optional().describe("What it has to be allowed; each of them"),
  cost: z
    .int()
    .min(0)
    .max(1000)
    .default(1)
    .describe("Requests that this counts as against the credential's limits; 0 looks without taking"),
  resource: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe("The id of a project, source or dashboard that it has to see"),
  ip: z
    .union([z.ipv4(), z.ipv6()])
    .optional()
    .describe("Where its holder calls from. Without it, a credential that is bound to addresses is refused"),
});

export const Verification = z.object({
  valid: z.boolean(),
  code: z.enum(["valid", ...problemCodes]).describe("valid, or the code of the problem that its holder would meet"),
  principal: z
    .object({
      credential_id: z.string(),
      kind: CredentialKind,
      name: z.string(),
      livemode: z.boolean(),
      expires_at: z.string().nullable(),
      user_id: z.string(),
      user_kind: UserKind,
      role: Role,
      organization_id: z.string(),
    })
    .nullable()
    .describe("Who it stands for; null if it does not let anybody in"),
  scopes: z.array(Scope).describe("What it may do now"),
  rate_limit: z
    .object({ limit: z.int(), remaining: z.int(), reset_at: z.int().describe("Epoch seconds") })
    .nullable()
    .describe("Where it stands after this, by the strictest of its limits"),
});
export type Verification = z.infer<typeof Verification>;

/** RFC 7662 §2.1. What else a client sends is not looked at. */
export const IntrospectInput = z.object({ token: z.string().min(1).max(5000) });

/** RFC 7662 §2.2. Of what is not active nothing else is said. */
export const Introspection = z.union([
  z.object({
    active: z.literal(true),
    scope: z.string(),
    client_id: z.string(),
    sub: z.string(),
    iat: z.int(),
    exp: z.int().optional(),
    token_type: z.literal("Bearer"),
    org_id: z.string(),
  }),
  z.object({ active: z.literal(false) }),
]);
export type Introspection = z.infer<typeof Introspection>;
