import * as z from "zod";
import { SignInInput } from "./user.ts";

export const LogInInput = SignInInput.extend({
  organization_id: z.string().max(60).optional().describe("Where to act; left out: the default organization"),
  code: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe("Of the authenticator app, or a recovery code, if the account asks for one"),
});
export const RefreshLoginInput = z.strictObject({ refresh_token: z.string().min(1).max(300) });
export const LogOutInput = z.strictObject({
  token: z
    .string()
    .min(1)
    .max(5000)
    .describe("Access or refresh token of the session; left out: the access token in the Authorization header"),
});

/** An access token and what to renew it with (RFC 6749 §5.1). */
export const LoggedIn = z.object({
  access_token: z.string().describe("A signed JWT (RFC 9068)"),
  token_type: z.literal("bearer"),
  expires_in: z.int().describe("Life of the access token, in seconds"),
  refresh_token: z.string().describe("Good once, for POST /auth/refresh"),
  organization_id: z.string(),
});
