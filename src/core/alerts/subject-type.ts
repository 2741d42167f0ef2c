/** What the audit log calls a credential of that kind. */
export const subjectTypeOf = (kind: string): string => names[kind] ?? kind;

const names: Readonly<Record<string, string>> = {
  api_key: "key",
  personal_access_token: "token",
  share: "share_link",
};
