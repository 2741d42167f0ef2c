import type { Sample } from "./sample.ts";

/** A call that waits as long as it is told to when it is refused for now. Both are run by a test. */
export const backoffSamples = (publicUrl: string): Sample[] => [
  {
    label: "TypeScript",
    language: "typescript",
    code: `async function patientFetch(url: string, options: RequestInit = {}, tries = 5): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, options);
    const busy = response.status === 429 || response.status === 503;
    if (!busy || attempt === tries) return response;
    await response.body?.cancel();
    const seconds = Number(response.headers.get("Retry-After") ?? 2 ** attempt);
    // A random part of a second more, so that many clients do not come back at once.
    await new Promise((resolve) => setTimeout(resolve, (seconds + Math.random()) * 1000));
  }
}

const response = await patientFetch("${publicUrl}/api/v1/sources", {
  headers: { Authorization: "Bearer YOUR_API_KEY" },
});
console.log(response.status, response.headers.get("X-RateLimit-Remaining"));`,
  },
  {
    label: "Python",
    language: "python",
    code: `import random, time, urllib.error, urllib.request

def patient_open(request, tries=5):
    for attempt in range(1, tries + 1):
        try:
            return urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == tries:
                raise
            seconds = float(error.headers.get("Retry-After") or 2**attempt)
            # A random part of a second more, so that many clients do not come back at once.
            time.sleep(seconds + random.random())

request = urllib.request.Request(
    "${publicUrl}/api/v1/sources",
    headers={"Authorization": "Bearer YOUR_API_KEY"},
)
with patient_open(request) as response:
    print(response.status, response.headers["X-RateLimit-Remaining"])`,
  },
];
