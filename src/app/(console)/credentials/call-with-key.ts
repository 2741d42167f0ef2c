export type CallAnswer = { status: number; requestId: string | null; remaining: string | null; body: string };

/** `GET /api/v1/user` with that key, from this browser and without its cookies, as any program would send it. */
export async function callWithKey(secret: string, organizationId: string): Promise<CallAnswer> {
  const answer = await fetch("/api/v1/user", {
    headers: { authorization: `Bearer ${secret}`, "x-tenant-id": organizationId },
    credentials: "omit",
    cache: "no-store",
  });
  const text = await answer.text();
  return {
    status: answer.status,
    requestId: answer.headers.get("x-request-id"),
    remaining: answer.headers.get("x-ratelimit-remaining"),
    body: indent(text),
  };
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
