import * as z from "zod";
import { Email, Password } from "./user.ts";

/** Six digits of an authenticator app, or a recovery code, however it is spaced. */
export const SecondFactorCode = z.string().trim().min(1, "Enter a code.").max(40);

/** A token of a link that was sent by mail. */
const LinkToken = z.string().min(1).max(100);

const base64url = z
  .string()
  .max(8192)
  .regex(/^[A-Za-z0-9_-]*$/);
/** What a browser adds to these is ignored, as WebAuthn asks; what is used is checked by the library that verifies it. */
const credential = { id: base64url.max(1400), rawId: base64url.max(1400), type: z.literal("public-key") };

/** The answer of an authenticator that proves a passkey (WebAuthn §5.2.2, in JSON). */
export const PasskeyAssertion = z.object({
  ...credential,
  clientExtensionResults: z.object({}).default({}),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.max(100).optional(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

/** The answer of an authenticator that made a passkey (WebAuthn §5.2.1, in JSON). */
export const PasskeyAttestation = z.object({
  ...credential,
  clientExtensionResults: z.object({}).default({}),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url.max(65_536),
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
});

export const PasskeyName = z.string().trim().min(1, "Give the passkey a name.").max(60);
export const AddPasskeyInput = z.strictObject({ name: PasskeyName, credential: PasskeyAttestation });

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  synced: z.boolean().describe("Kept on more than one device by its maker"),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

/** How an account is protected. */
export const AccountSecurity = z.object({
  second_factor: z.object({ since: z.string(), recovery_codes_left: z.int() }).nullable(),
  passkeys: z.array(Passkey),
});
export type AccountSecurity = z.infer<typeof AccountSecurity>;

/** A proof of who one is: the password, with a code where a second factor is on, or a passkey. */
export const ConfirmIdentityInput = z.union([
  z.strictObject({ password: z.string().min(1).max(256), code: SecondFactorCode.optional() }),
  z.strictObject({ passkey: PasskeyAssertion }),
]);

export const ChangeEmailInput = z.strictObject({ email: Email });
export const AskForResetInput = z.strictObject({ email: Email });
export const ResetPasswordInput = z.strictObject({ token: LinkToken, password: Password });
export const ConfirmEmailInput = z.strictObject({ token: LinkToken });
export const DeleteAccountInput = z.strictObject({ email: Email.describe("Your own address, to confirm it") });

const OrganizationName = z.object({ id: z.string(), name: z.string() });
/** What deleting the account would do to each organization that one is a member of. */
export const DeletionPlan = z.object({
  blocked_by: z.array(OrganizationName).describe("Others are in it, and nobody else owns it"),
  deletes: z.array(OrganizationName.extend({ keys: z.int(), sources: z.int() })).describe("Nobody else is in it"),
  leaves: z.array(OrganizationName.extend({ keys: z.int() })),
});
export type DeletionPlan = z.infer<typeof DeletionPlan>;

export const EnableSecondFactorInput = z.strictObject({
  setup: z.string().min(1).max(1000),
  code: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "Enter the six digits that the app shows.")),
});
/** Given once, when they are made. */
export const RecoveryCodes = z.object({ recovery_codes: z.array(z.string()) });
