import * as z from "zod";
import { UnderRules } from "./credential.ts";
import { idOf, listOf, PageInput, Timestamp } from "./list.ts";

/** What can be shared by link. */
export const SharedType = z.enum(["source", "project", "dashboard"]);
export type SharedType = z.infer<typeof SharedType>;

/**
 * `lapsed`: neither ended nor over, and yet it opens nothing at present, since whoever made it may no longer share what
 * it shows, or that is gone.
 */
export const ShareLinkStatus = z.enum(["active", "lapsed", "used_up", "expired", "revoked"]);
export type ShareLinkStatus = z.infer<typeof ShareLinkStatus>;

export const ShareLink = z.object({
  id: z.string(),
  resource: z.object({
    type: SharedType,
    id: z.string(),
    name: z.string().describe("Its name of now; of what is gone, the one it had when it was shared"),
  }),
  hint: z.string().describe("The beginning and the end of the token"),
  status: ShareLinkStatus,
  expires_at: z.string(),
  ...UnderRules.shape,
  has_passcode: z.boolean(),
  max_views: z.int().nullable(),
  views: z.int().describe("Visits of the page, and requests with the token"),
  last_viewed_at: z.string().nullable(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  created_at: z.string(),
  revoked_at: z.string().nullable(),
  livemode: z.boolean(),
  version: z.int().describe("Counts changes; the ETag is made of it"),
});
export type ShareLink = z.infer<typeof ShareLink>;

const Passcode = z
  .string()
  .min(6, "At least 6 characters: a visitor could try out a shorter one.")
  .max(128)
  .describe("Asked of every visitor. It cannot be read again");
const MaxViews = z.int().min(1).max(1_000_000).describe("After so many views the link opens nothing any more");

export const CreateShareLinkInput = z.strictObject({
  resource_type: SharedType,
  resource_id: z.string().max(60).describe("A source, project or dashboard that the caller may change"),
  expires_at: Timestamp.describe("At most a year from now, and no later than the organization allows"),
  passcode: Passcode.optional(),
  max_views: MaxViews.optional(),
});
export const CreatedShareLink = ShareLink.extend({
  share_token: z.string().nullable().describe("Shown this once; null in a replayed answer"),
  url: z.string().nullable().describe("The page for visitors. The token stands behind the #, where no server sees it"),
});

export const ShareLinkId = z.strictObject({ id: idOf("share") });

export const ListShareLinksInput = z.strictObject({
  ...PageInput,
  status: ShareLinkStatus.optional(),
  resource_type: SharedType.optional(),
  resource_id: z.string().max(60).optional(),
});
export const ListedShareLinks = listOf(ShareLink);

export const UpdateShareLinkInput = z.strictObject({
  id: idOf("share"),
  expires_at: Timestamp.optional().describe("Earlier than now set"),
  passcode: Passcode.optional().describe("Takes the place of the present one, and ends every visit"),
  max_views: MaxViews.optional().describe("Fewer than now set"),
});

/** What a visitor sends to be let in. */
export const OpenShareLinkInput = z.strictObject({
  token: z.string().max(200),
  passcode: z.string().max(200).optional(),
});
/** What a visitor is given for an hour instead of the token. */
export const ShareVisit = z.object({
  visit: z.string(),
  visit_ends_at: z.string(),
  link_id: z.string(),
  resource: z.object({ type: SharedType, id: z.string(), name: z.string() }),
  expires_at: z.string(),
});
export type ShareVisit = z.infer<typeof ShareVisit>;

/** Carries a visit to the portal's own server. */
export const VISIT_HEADER = "x-share-visit";
