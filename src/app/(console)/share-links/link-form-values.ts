import { type ExpiryChoice, expiryOf } from "../credentials/expiry-choice.ts";

/** What a link is made of, as fields of a form. */
export type LinkValues = ExpiryChoice & { passcode: string; max_views: string };

export const emptyLink: LinkValues = { expires_at: "7", expires_on: "", passcode: "", max_views: "" };

/** The fields as the schemas of links take them; what was left empty is not asked for. */
export const toLinkFields = ({ passcode, max_views, ...choice }: LinkValues): Record<string, unknown> => ({
  ...(choice.expires_at !== "" && { expires_at: expiryOf(choice) ?? "" }),
  ...(passcode !== "" && { passcode }),
  ...(max_views.trim() !== "" && { max_views: Number(max_views) }),
});
