import type { RequestDetail } from "#contract/usage.ts";

/** Safe between single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The request as a curl command, with places for the secret and the body, which are not kept. */
export function requestCurl({ method, path, principal }: RequestDetail, publicUrl: string): string {
  const lines = [
    `curl ${method === "GET" ? "" : method === "HEAD" ? "--head " : `-X ${method} `}${quoted(publicUrl + path)}`,
    `-H 'Authorization: Bearer YOUR_API_KEY'`,
  ];
  if (principal) lines.push(`-H 'X-Tenant-ID: ${principal.organization_id}'`);
  if (method === "POST" || method === "PUT" || method === "PATCH")
    lines.push(`-H 'Content-Type: application/json'`, `-d 'YOUR_BODY'`);
  return lines.join(" \\\n  ");
}
