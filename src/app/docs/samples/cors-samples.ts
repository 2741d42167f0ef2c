import type { Sample } from "./sample.ts";

/** What a browser asks before it sends a page's request, asked by hand. Run by a test, as the next one is. */
export const preflightSamples = (publicUrl: string): Sample[] => [
  {
    label: "curl",
    language: "bash",
    code: `curl -si -X OPTIONS "${publicUrl}/api/v1/sources" \\
  -H "Origin: https://app.example.com" \\
  -H "Access-Control-Request-Method: GET" \\
  -H "Access-Control-Request-Headers: authorization" \\
  | grep -i "^access-control"`,
  },
];

/** A call out of a page, with a token that its visitor got by signing in. */
export const browserSamples = (publicUrl: string): Sample[] => [
  {
    label: "JavaScript",
    language: "typescript",
    code: `// Of whoever uses the page: never a key of yours.
const token = "YOUR_ACCESS_TOKEN";

try {
  const response = await fetch("${publicUrl}/api/v1/user", {
    headers: { Authorization: \`Bearer \${token}\` },
  });
  console.log(response.status, response.headers.get("X-RateLimit-Remaining"));
} catch {
  // No network, an origin that is not allowed, or a token that is no good:
  // the browser does not tell a page which.
  console.log("Sign in again, or look into the browser's console.");
}`,
  },
];
