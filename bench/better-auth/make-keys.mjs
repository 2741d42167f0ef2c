import { randomUUID } from "node:crypto";

/** Makes `count` users with a key each. Gives the secrets. */
export async function makeKeys(auth, count) {
  const { internalAdapter } = await auth.$context;
  const secrets = [];
  for (let made = 0; made < count; made += 1) {
    const email = `bench-${randomUUID()}@example.test`;
    const user = await internalAdapter.createUser({ email, name: "Bench", emailVerified: true });
    const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: "bench" } });
    secrets.push(key);
  }
  return secrets;
}
