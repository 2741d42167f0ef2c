import type { SharedType, ShareLink, ShareLinkStatus } from "#contract/share-link.ts";
import type { Tone } from "#ui/badge.tsx";

/** Each state of a link in a word, and in a sentence for whoever points at it. */
export const statusWords: Record<ShareLinkStatus, { label: string; tone: Tone; says: string }> = {
  active: { label: "Active", tone: "success", says: "Whoever has the link can open it." },
  lapsed: {
    label: "Lapsed",
    tone: "warning",
    says: "It shows nothing: whoever made it can no longer share this, or it is gone.",
  },
  used_up: { label: "Used up", tone: "neutral", says: "All its views were taken." },
  expired: { label: "Expired", tone: "neutral", says: "Its time is over." },
  revoked: { label: "Revoked", tone: "neutral", says: "Somebody ended it for good." },
};

export const typeWords: Record<SharedType, string> = { source: "Source", project: "Project", dashboard: "Dashboard" };

/** Where in the console the thing itself is. */
export const resourcePath = ({ resource: { type, id } }: ShareLink): string => `/${type}s/${id}`;

export const viewsText = ({ views, max_views }: Pick<ShareLink, "views" | "max_views">): string =>
  max_views === null
    ? views.toLocaleString("en")
    : `${views.toLocaleString("en")} of ${max_views.toLocaleString("en")}`;

/** Whether there is anything left to end. */
export const isLiving = ({ status }: ShareLink): boolean => status === "active" || status === "lapsed";
