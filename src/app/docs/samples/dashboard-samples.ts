import { callSamples } from "./call-samples.ts";
import { type Sample, threeSamples } from "./sample.ts";

/** Makes a dashboard of one chart over a source of sales by city and amount. */
export const createDashboardSamples = (publicUrl: string): Sample[] =>
  callSamples(publicUrl, {
    method: "POST",
    path: "/dashboards",
    body: {
      name: "Sales",
      charts: [
        {
          title: "Turnover by city",
          kind: "bar",
          source_id: "YOUR_SOURCE_ID",
          query: {
            group_by: ["city"],
            aggregate: [{ function: "sum", column: "amount", as: "Turnover" }],
            sort: ["-Turnover"],
            limit: 10,
          },
        },
      ],
    },
  });

/** Prints each chart of a dashboard with its rows, or why it has none. */
export const readDashboardSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `curl "${publicUrl}/api/v1/dashboards/YOUR_DASHBOARD_ID/data" \\
  -H "Authorization: Bearer YOUR_API_KEY"`,
    `const response = await fetch("${publicUrl}/api/v1/dashboards/YOUR_DASHBOARD_ID/data", {
  headers: { Authorization: "Bearer YOUR_API_KEY" },
});
const { charts } = await response.json();
for (const { title, data, problem } of charts) console.log(title, problem?.detail ?? JSON.stringify(data));`,
    `import json, urllib.request

request = urllib.request.Request(
    "${publicUrl}/api/v1/dashboards/YOUR_DASHBOARD_ID/data",
    headers={"Authorization": "Bearer YOUR_API_KEY"},
)
with urllib.request.urlopen(request) as response:
    for chart in json.load(response)["charts"]:
        problem = chart["problem"]
        print(chart["title"], problem["detail"] if problem else json.dumps(chart["data"]))`,
  );

/** Puts a chart behind the others, and begins anew where somebody else saved in between. */
export const changeDashboardSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `URL="${publicUrl}/api/v1/dashboards/YOUR_DASHBOARD_ID"
ETAG=$(curl -sD - -o /dev/null "$URL" -H "Authorization: Bearer YOUR_API_KEY" |
  tr -d '\\r' | sed -n 's/^[Ee][Tt]ag: //p')
curl -X PATCH "$URL" \\
  -H "Authorization: Bearer YOUR_API_KEY" \\
  -H "If-Match: $ETAG" \\
  -H "Content-Type: application/json" \\
  -d '{"description":"Figures of this year"}'`,
    `const url = "${publicUrl}/api/v1/dashboards/YOUR_DASHBOARD_ID";
const headers = { Authorization: "Bearer YOUR_API_KEY" };
const chart = {
  title: "Sales in all",
  kind: "number",
  source_id: "YOUR_SOURCE_ID",
  query: { aggregate: [{ function: "count", as: "Sales" }] },
};

let saved: Response;
do {
  const before = await fetch(url, { headers });
  const { charts } = await before.json();
  saved = await fetch(url, {
    method: "PATCH",
    headers: { ...headers, "If-Match": before.headers.get("etag") ?? "", "Content-Type": "application/json" },
    body: JSON.stringify({ charts: [...charts, chart] }),
  });
} while (saved.status === 412);
console.log(saved.status, await saved.json());`,
    `import json, urllib.error, urllib.request

url = "${publicUrl}/api/v1/dashboards/YOUR_DASHBOARD_ID"
headers = {"Authorization": "Bearer YOUR_API_KEY"}
chart = {
    "title": "Sales in all",
    "kind": "number",
    "source_id": "YOUR_SOURCE_ID",
    "query": {"aggregate": [{"function": "count", "as": "Sales"}]},
}

while True:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as before:
        charts = json.load(before)["charts"]
        etag = before.headers["ETag"]
    change = urllib.request.Request(
        url,
        method="PATCH",
        headers={**headers, "If-Match": etag, "Content-Type": "application/json"},
        data=json.dumps({"charts": [*charts, chart]}).encode(),
    )
    try:
        with urllib.request.urlopen(change) as saved:
            print(saved.status, json.load(saved))
            break
    except urllib.error.HTTPError as error:
        if error.code != 412:
            raise`,
  );
