/** What stands in the snippets where the reader's own key and organization id come in. */
export const placeholders = { key: "YOUR_API_KEY", organization: "YOUR_ORGANIZATION_ID" } as const;

export const fillWith = (secret: string, organizationId: string): Record<string, string> => ({
  [placeholders.key]: secret,
  [placeholders.organization]: organizationId,
});
