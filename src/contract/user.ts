import * as z from "zod";
import { CredentialKind } from "./credential.ts";
import { Role } from "./role.ts";
import { Scope } from "./scope.ts";

export const UserKind = z.enum(["person", "service_account"]);
export type UserKind = z.infer<typeof UserKind>;

export const Email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email("Enter an e-mail address."))
  .transform((email) => email.toLowerCase());
/** 8 to 256 characters, never cut off. Whether it is a common one is for the server to say. */
export const Password = z.string().min(8, "At least 8 characters.").max(256, "At most 256 characters.");
export const PersonName = z.string().trim().min(1, "Enter your name.").max(80);

export const SignInMethod = z.enum(["password", "passkey", "api"]);
export type SignInMethod = z.infer<typeof SignInMethod>;
export const SecondFactor = z.enum(["totp", "recovery_code"]);
export type SecondFactor = z.infer<typeof SecondFactor>;

export const SignUpInput = z.strictObject({ name: PersonName, email: Email, password: Password });
export const SignInInput = z.strictObject({ email: Email, password: z.string().min(1).max(256) });

const Organization = z.object({ id: z.string(), name: z.string(), role: Role });

/** `GET /user`: who am I, for whom, with what, and how much of it is left. */
export const Self = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), created_at: z.string() }).nullable(),
  service_account: z.object({ id: z.string(), name: z.string() }).nullable(),
  organization: Organization,
  organizations: z.array(Organization).readonly(),
  credential: z.object({
    id: z.string(),
    kind: CredentialKind,
    client_id: z.string().describe("What a token calls the credential behind it: client_id in its claims"),
    name: z.string(),
    hint: z.string(),
    scopes: z.array(Scope).readonly(),
    expires_at: z.string().nullable(),
    livemode: z.boolean(),
  }),
  effective_scopes: z.array(Scope).readonly(),
  rate_limit: z.object({ limit: z.int(), remaining: z.int(), reset_at: z.int().describe("Epoch seconds") }),
});
export type Self = z.infer<typeof Self>;

export const SignInSession = z.object({
  id: z.string(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.string(),
  last_seen_at: z.string(),
  current: z.boolean(),
  method: SignInMethod.describe("`api`: by e-mail and password over the API"),
  second_factor: SecondFactor.nullable().describe("What was asked for besides the password; a passkey is both at once"),
});
