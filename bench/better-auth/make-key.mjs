/** Signs a user up and gives the secret of a key of theirs. */
export async function makeKey(auth) {
  const email = `bench-${Date.now()}-${process.pid}@example.test`;
  const { user } = await auth.api.signUpEmail({
    body: { email, password: "a long password of the benchmark", name: "Bench" },
  });
  const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: "bench" } });
  return key;
}
