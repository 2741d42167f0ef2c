import { type Sample, threeSamples } from "./sample.ts";

/** Reads a whole list, page after page. */
export const cursorSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `# The first page. Send next_cursor of each answer as cursor of the next call.
curl "${publicUrl}/api/v1/sources?limit=100" \\
  -H "Authorization: Bearer YOUR_API_KEY"`,
    `let cursor: string | null = null;
do {
  const url = new URL("${publicUrl}/api/v1/sources?limit=100");
  if (cursor) url.searchParams.set("cursor", cursor);
  const response = await fetch(url, { headers: { Authorization: "Bearer YOUR_API_KEY" } });
  const page = await response.json();
  for (const source of page.data) console.log(source.id, source.name);
  cursor = page.next_cursor;
} while (cursor);`,
    `import json, urllib.parse, urllib.request

cursor = None
while True:
    query = urllib.parse.urlencode({"limit": 100, **({"cursor": cursor} if cursor else {})})
    request = urllib.request.Request(
        f"${publicUrl}/api/v1/sources?{query}",
        headers={"Authorization": "Bearer YOUR_API_KEY"},
    )
    with urllib.request.urlopen(request) as response:
        page = json.load(response)
    for source in page["data"]:
        print(source["id"], source["name"])
    cursor = page["next_cursor"]
    if not cursor:
        break`,
  );
