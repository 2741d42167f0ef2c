/** The tabs of /tokens, and what the reader must know of each kind before they make one. */
export const tokenKinds = {
  personal: {
    tab: "Personal access tokens",
    title: "Personal access token",
    describes:
      "Acts as you in every organization that you are a member of, with your role there. For your own scripts.",
    empty: "A personal access token lets your own scripts and tools call the API as you, in any of your organizations.",
    ends: "in every organization",
  },
  private: {
    tab: "Private tokens",
    title: "Private token",
    describes:
      "A signed JWT of this organization that lives from a day to a year. For programs that want to verify a token by themselves.",
    empty:
      "A private token is a signed JWT that any service can verify with the published keys, without asking. It lives as long as you say now, and can be revoked before.",
    ends: "in this organization",
  },
} as const;
export type TokenTab = keyof typeof tokenKinds;
export const tokenTabs = Object.keys(tokenKinds) as TokenTab[];

export const newTokenHref = (tab: TokenTab): string => `/tokens/new?kind=${tab}`;
