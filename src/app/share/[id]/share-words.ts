import type { Problem } from "#contract/problem.ts";

/** What the link showed, or the right to show it, is gone. */
export const gone = {
  title: "This link shows nothing any more",
  text: "Whoever shared it can no longer share it with you.",
};

/** What a visitor is told. That something is shared somewhere else, or was, is in none of it. */
export const refusalWords: Partial<Record<Problem["code"], { title: string; text: string }>> = {
  invalid_token: {
    title: "This link is not whole",
    text: "Open it again from where you got it, or copy all of it into the address bar.",
  },
  expired_token: { title: "This link has expired", text: "Ask whoever shared it with you for a new one." },
  revoked_token: { title: "This link was revoked", text: "Whoever shared it has ended it." },
  used_up_token: {
    title: "This link is used up",
    text: "It could be opened a number of times, and it was. Ask whoever shared it with you for a new one.",
  },
  ip_not_allowed: { title: "Not from this network", text: "This link can be opened from certain networks only." },
  inactive_user: gone,
  policy_violation: gone,
  not_found: gone,
  unauthorized: { title: "Your visit is over", text: "A visit lasts an hour. Open the link again to go on." },
};
