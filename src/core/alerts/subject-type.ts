/** What the audit log calls a credential of that kind. */
export const subjectTypeOf = (kind: string): string =>
  kind === "api_key" ? "key" : kind === "personal_access_token" ? "token" : kind;
