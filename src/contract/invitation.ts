import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";
import { Role } from "./role.ts";
import { Email } from "./user.ts";

/** `void`: whoever made it may no longer invite to that role. */
export const InvitationStatus = z.enum(["open", "accepted", "expired", "revoked", "void"]);
export type InvitationStatus = z.infer<typeof InvitationStatus>;

export const Invitation = z.object({
  id: z.string(),
  email: z.string().nullable().describe("Who alone may accept; null: whoever has the link"),
  role: Role,
  status: InvitationStatus,
  invited_by: z.object({ id: z.string(), name: z.string() }),
  created_at: z.string(),
  sent_at: z.string().describe("When the link that works now was made"),
  expires_at: z.string(),
  version: z.int(),
});
export type Invitation = z.infer<typeof Invitation>;

/** The one answer that holds the link. `url` is null when an Idempotency-Key replays a creation. */
export const CreatedInvitation = Invitation.extend({
  url: z.string().nullable().describe("Single use, shown this once"),
  mailed: z.boolean().describe("Whether the link is on its way by e-mail"),
});
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

export const CreateInvitationInput = z.strictObject({
  email: Email.nullable().default(null).describe("Left out: whoever has the link may accept"),
  role: Role,
});
export const InvitationId = z.strictObject({ id: idOf("inv") });
export const ListInvitationsInput = z.strictObject({
  ...PageInput,
  status: InvitationStatus.optional().describe("Left out: all"),
});
export const ListedInvitations = listOf(Invitation);

export const InvitationToken = z.strictObject({ token: z.string().max(200) });

/** What the holder of a link is told of it. `unknown`: there is no such link, or a newer one took its place. */
export const InvitationPreview = z.object({
  status: z.enum([...InvitationStatus.options, "unknown"]),
  organization: z.string().nullable(),
  role: Role.nullable(),
  invited_by: z.string().nullable(),
  email_hint: z.string().nullable().describe("The address it is for, shortened: a…@example.com"),
  expires_at: z.string().nullable(),
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;
