export const purpose =
  "What anybody with the link can see, without an account. A link never shows more than its maker sees.";
