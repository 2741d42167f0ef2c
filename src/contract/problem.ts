import * as z from "zod";

/**
 * Every code a caller can meet: its status, its title, what happened and what to do about it. Docs pages and answers
 * are made from this table (RFC 9457).
 */
export const problems = {
  invalid_request: {
    status: 400,
    title: "Malformed request",
    about:
      "The request could not be read: broken JSON, a header with a bad value, or a body that is nested too deeply.",
    fix: "Check that the body is valid JSON in UTF-8 with Content-Type: application/json, and that each header has the documented form.",
  },
  ambiguous_credential: {
    status: 400,
    title: "More than one credential",
    about: "The request carries two different credentials, so it is unclear who is calling.",
    fix: "Send one: Authorization: Bearer, or X-API-Key, not both with different values.",
  },
  unauthorized: {
    status: 401,
    title: "Credential required",
    about: "No credential was sent.",
    fix: "Send your key as Authorization: Bearer <key> or X-API-Key: <key>.",
  },
  invalid_token: {
    status: 401,
    title: "Invalid credential",
    about: "The credential is malformed or unknown. A typo is caught by its checksum.",
    fix: "Copy the whole secret again; it ends in a checksum, so every character counts. If it is lost, rotate the key.",
  },
  expired_token: {
    status: 401,
    title: "Credential expired",
    about: "The credential was good until its expiry date, which has passed.",
    fix: "Rotate the key or create a new one with a later expiry.",
  },
  revoked_token: {
    status: 401,
    title: "Credential revoked",
    about: "Somebody ended this credential for good.",
    fix: "Create a new key. The audit log tells who revoked this one and when.",
  },
  disabled_key: {
    status: 401,
    title: "Key disabled",
    about: "The key is switched off for the moment.",
    fix: "Enable the key on its page, or ask whoever disabled it.",
  },
  rotated_key: {
    status: 401,
    title: "Old secret",
    about: "The key was rotated and this is its former secret, whose overlap is over.",
    fix: "Deploy the new secret that was shown at rotation.",
  },
  used_up_token: {
    status: 401,
    title: "Share link used up",
    about: "The share link was made for a number of views, and all of them were taken.",
    fix: "Ask whoever shared it for another link.",
  },
  passcode_required: {
    status: 401,
    title: "Passcode required",
    about: "The share link asks for a passcode, and none or another one was sent.",
    fix: "Send the passcode of the link in the header X-Share-Passcode, beside the share token.",
  },
  inactive_user: {
    status: 401,
    title: "Owner inactive",
    about: "The person behind this credential is deactivated or no longer a member of the organization.",
    fix: "Ask an admin of the organization for a key that belongs to an active member.",
  },
  second_factor_required: {
    status: 401,
    title: "Second factor required",
    about: "E-mail address and password are right, and this account asks for a code besides.",
    fix: "Send the request again with the present code of the authenticator app, or a recovery code, in code.",
  },
  forbidden: {
    status: 403,
    title: "Forbidden",
    about: "The credential is good, but this action is not open to it.",
    fix: "Ask an owner or admin of the organization.",
  },
  recent_authentication_required: {
    status: 403,
    title: "Confirm that it is you",
    about: "This change asks for a proof of who you are that is at most 15 minutes old.",
    fix: "Sign in again, or enter your password or passkey where the portal asks for it, then repeat the request.",
  },
  insufficient_scope: {
    status: 403,
    title: "Insufficient scope",
    about: "The credential lacks a scope that the operation needs, or the role of its owner no longer allows it.",
    fix: "Add the scope in required_scopes to the key, or use a key that has it.",
  },
  tenant_mismatch: {
    status: 403,
    title: "Other organization",
    about: "X-Tenant-ID names an organization that this credential does not belong to.",
    fix: "Leave X-Tenant-ID out, or send the id of the credential's own organization.",
  },
  ip_not_allowed: {
    status: 403,
    title: "Address not allowed",
    about: "The key may be used only from certain IP addresses, and the request came from another.",
    fix: "Call from an allowed address, or add this one to the key's allowed IPs.",
  },
  read_only_credential: {
    status: 403,
    title: "Read-only credential",
    about: "A read-only key cannot change anything, whatever its scopes.",
    fix: "Use a live key with the write scope.",
  },
  key_creation_disabled: {
    status: 403,
    title: "Key creation is off",
    about: "The organization has switched off the creation of new credentials.",
    fix: "Ask an owner or admin to create one or to switch creation on.",
  },
  policy_violation: {
    status: 403,
    title: "Against the organization's rules",
    about: "The request breaks a rule that the organization set, for example the longest lifetime of a key.",
    fix: "Follow the rule named in detail, or ask an owner or admin to change it.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    about: "There is no such path or object, or it is not visible to this credential.",
    fix: "Check the id, the organization, and whether it is a live or a test object.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    about: "The path exists, but not with this method.",
    fix: "Use one of the methods in the Allow header.",
  },
  conflict: {
    status: 409,
    title: "Conflict",
    about: "The request contradicts the present state, or reuses an Idempotency-Key with another body.",
    fix: "Read the object again, then decide. Use a fresh Idempotency-Key for another request.",
  },
  schema_changed: {
    status: 409,
    title: "Other columns",
    about: "The file has other columns or types than the source, so that whoever reads it by name could break.",
    fix: "Look at errors, which names each difference. To take them over, send the file again with accept_schema_change; appending never changes columns.",
  },
  precondition_failed: {
    status: 412,
    title: "Changed in between",
    about: "The object is no longer the version named in If-Match.",
    fix: "Fetch it again, apply your change to the new version, and send its ETag.",
  },
  payload_too_large: {
    status: 413,
    title: "Too large",
    about: "The body is over the limit: 1 MiB for JSON, 256 MiB for uploads.",
    fix: "Send less at once, or split the file.",
  },
  quota_exceeded: {
    status: 413,
    title: "No room left",
    about: "The organization's files would take more room than it has.",
    fix: "Delete files that nobody needs, or ask whoever runs this instance for more room.",
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    about: "The body is of a type that the operation does not take.",
    fix: "Send application/json, or multipart/form-data for uploads.",
  },
  range_not_satisfiable: {
    status: 416,
    title: "No such part",
    about: "The range that was asked for lies behind the end of the content.",
    fix: "Ask for bytes before the size in Content-Range, or send no Range to get all of it.",
  },
  invalid_input: {
    status: 422,
    title: "Invalid input",
    about: "The request was read, but some field does not have a valid value.",
    fix: "See errors: each entry names the field (attr), a code and what is wrong.",
  },
  rate_limit_exceeded: {
    status: 429,
    title: "Rate limit exceeded",
    about: "The credential used up its requests for this window.",
    fix: "Wait for the seconds in Retry-After, then go on. Watch X-RateLimit-Remaining to slow down in time.",
  },
  internal: {
    status: 500,
    title: "Internal error",
    about: "Something failed on our side. Nothing of the request was kept half done.",
    fix: "Try again. If it stays, send the request id to whoever runs this instance.",
  },
  unavailable: {
    status: 503,
    title: "Unavailable for the moment",
    about: "The service cannot reach its database or its disk right now.",
    fix: "Try again after the seconds in Retry-After.",
  },
} as const satisfies Record<string, { status: number; title: string; about: string; fix: string }>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** One invalid field. `attr` is its path, such as `scopes.0`. */
export const FieldError = z.object({ code: z.string(), detail: z.string(), attr: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** The body of every error (RFC 9457, `application/problem+json`). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  detail: z.string(),
  request_id: z.string(),
  required_scopes: z.array(z.string()).optional(),
  fix_url: z.string().optional(),
  errors: z.array(FieldError).optional(),
  limit: z.int().optional(),
  reset_at: z.int().optional(),
});
export type Problem = z.infer<typeof Problem>;
