import type { Snippet } from "#ui/code-tabs.tsx";
import { highlight } from "#ui/highlight.ts";
import { placeholders } from "./placeholders.ts";

const firstCall = (publicUrl: string) =>
  [
    {
      label: "curl",
      language: "bash",
      code: `curl ${publicUrl}/api/v1/user \\
  -H "Authorization: Bearer ${placeholders.key}" \\
  -H "X-Tenant-ID: ${placeholders.organization}"`,
    },
    {
      label: "TypeScript",
      language: "typescript",
      code: `const answer = await fetch("${publicUrl}/api/v1/user", {
  headers: {
    Authorization: "Bearer ${placeholders.key}",
    "X-Tenant-ID": "${placeholders.organization}",
  },
});
console.log(answer.status, await answer.json());`,
    },
    {
      label: "Python",
      language: "python",
      code: `import json, urllib.request

call = urllib.request.Request(
    "${publicUrl}/api/v1/user",
    headers={
        "Authorization": "Bearer ${placeholders.key}",
        "X-Tenant-ID": "${placeholders.organization}",
    },
)
with urllib.request.urlopen(call) as answer:
    print(answer.status, json.load(answer))`,
    },
    {
      label: "HTTPie",
      language: "bash",
      code: `http ${publicUrl}/api/v1/user \\
  -A bearer -a "${placeholders.key}" \\
  X-Tenant-ID:${placeholders.organization}`,
    },
  ] as const;

/** The first call in four languages, highlighted, with placeholders for what only the browser holds. */
export const callSnippets = (publicUrl: string): Promise<Snippet[]> =>
  Promise.all(
    firstCall(publicUrl).map(async ({ label, language, code }) => ({
      label,
      code,
      html: await highlight(code, language),
    })),
  );
