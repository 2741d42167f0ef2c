/** The call the landing page shows, in the languages readers use, and what the API answers to it. */
export const snippets = [
  {
    label: "curl",
    language: "bash",
    code: `curl "$GATEHOUSE_URL/api/v1/sources/$SOURCE_ID/data" \\
  -H "Authorization: Bearer $GATEHOUSE_API_KEY" \\
  -d page_size=2 -d fields=iata,city -G`,
  },
  {
    label: "TypeScript",
    language: "typescript",
    code: `const { GATEHOUSE_URL, GATEHOUSE_API_KEY, SOURCE_ID } = process.env;

const answer = await fetch(
  \`\${GATEHOUSE_URL}/api/v1/sources/\${SOURCE_ID}/data?page_size=2&fields=iata,city\`,
  { headers: { Authorization: \`Bearer \${GATEHOUSE_API_KEY}\` } },
);
const { data, total_rows } = await answer.json();`,
  },
  {
    label: "Python",
    language: "python",
    code: `import json, os, urllib.request

call = urllib.request.Request(
    f"{os.environ['GATEHOUSE_URL']}/api/v1/sources/{os.environ['SOURCE_ID']}/data?page_size=2&fields=iata,city",
    headers={"Authorization": f"Bearer {os.environ['GATEHOUSE_API_KEY']}"},
)
answer = json.load(urllib.request.urlopen(call))`,
  },
] as const;

/** The first two rows of the public airports data set, as the call above gets them. */
export const answer = `{
  "data": [
    { "iata": "00M", "city": "Bay Springs" },
    { "iata": "00R", "city": "Livingston" }
  ],
  "page": 1, "page_size": 2, "total_rows": 3376
}`;

export const refusal = `{
  "title": "Insufficient scope",
  "status": 403,
  "code": "insufficient_scope",
  "detail": "This key lacks data:write.",
  "required_scopes": ["data:write"],
  "fix_url": "https://…/keys/key_01jd…?add=data:write",
  "request_id": "req_01jd8z5m3qf2v9xk4t7w6y0a1b"
}`;
