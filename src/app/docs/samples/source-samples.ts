import { callSamples } from "./call-samples.ts";
import { type Sample, threeSamples } from "./sample.ts";

/** Groups days by month and adds up an amount, over rows of one state. */
export const querySamples = (publicUrl: string): Sample[] =>
  callSamples(publicUrl, {
    method: "POST",
    path: "/sources/YOUR_SOURCE_ID/query",
    body: {
      group_by: [{ column: "day", bucket: "month" }],
      aggregate: [{ function: "sum", column: "amount" }, { function: "count" }],
      filter: ["state:eq:CA"],
      sort: ["-sum_amount"],
      limit: 12,
    },
  });

export const appendSamples = (publicUrl: string): Sample[] =>
  callSamples(publicUrl, {
    method: "POST",
    path: "/sources/YOUR_SOURCE_ID/rows",
    headers: { "Idempotency-Key": "till-7-2024-03-01" },
    body: { rows: [{ day: "2024-03-01", state: "CA", amount: 12 }] },
  });

/** Replaces all rows by those of `sales.csv`. */
export const replaceSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `curl -X PUT "${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/content" \\
  -H "Authorization: Bearer YOUR_API_KEY" \\
  -F "file=@sales.csv"`,
    `import { readFile } from "node:fs/promises";

const form = new FormData();
form.set("file", new Blob([await readFile("sales.csv")]), "sales.csv");
const response = await fetch("${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/content", {
  method: "PUT",
  headers: { Authorization: "Bearer YOUR_API_KEY" },
  body: form,
});
console.log(response.status, await response.json());`,
    `import json, urllib.request, uuid

with open("sales.csv", "rb") as file:
    content = file.read()
boundary = uuid.uuid4().hex
head = 'Content-Disposition: form-data; name="file"; filename="sales.csv"'
body = f"--{boundary}\\r\\n{head}\\r\\n\\r\\n".encode() + content + f"\\r\\n--{boundary}--\\r\\n".encode()
request = urllib.request.Request(
    "${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/content",
    method="PUT",
    headers={
        "Authorization": "Bearer YOUR_API_KEY",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    },
    data=body,
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))`,
  );

/** Saves all rows as Parquet in `sales.parquet`, while they come. */
export const exportSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `curl -o sales.parquet "${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/export?format=parquet" \\
  -H "Authorization: Bearer YOUR_API_KEY"`,
    `import { writeFile } from "node:fs/promises";

const response = await fetch("${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/export?format=parquet", {
  headers: { Authorization: "Bearer YOUR_API_KEY" },
});
if (!response.ok || !response.body) throw new Error(\`\${response.status}\`);
await writeFile("sales.parquet", response.body);
console.log(response.status);`,
    `import urllib.request

request = urllib.request.Request(
    "${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/export?format=parquet",
    headers={"Authorization": "Bearer YOUR_API_KEY"},
)
with urllib.request.urlopen(request) as response, open("sales.parquet", "wb") as file:
    while chunk := response.read(65536):
        file.write(chunk)
    print(response.status)`,
  );

/** Asks whether rows that were read before are still the same. */
export const unchangedSamples = (publicUrl: string): Sample[] => [
  {
    label: "curl",
    language: "bash",
    code: `curl -s -o rows.json --etag-save rows.etag --etag-compare rows.etag \\
  -w "%{http_code}\\n" "${publicUrl}/api/v1/sources/YOUR_SOURCE_ID/data?page_size=100" \\
  -H "Authorization: Bearer YOUR_API_KEY"`,
  },
];
