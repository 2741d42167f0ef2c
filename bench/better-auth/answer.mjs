/** What an API that checks its keys with Better Auth does with a request: the same few facts that `GET /user` tells. */
export async function verify(auth, key) {
  if (!key) return { status: 401, body: { code: "unauthorized" } };
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } });
  if (!valid) return { status: 401, body: { code: "invalid_token" } };
  return {
    status: 200,
    body: { user: found.referenceId, key: found.id, name: found.name, requests: found.requestCount },
  };
}
