import type { Token } from "#contract/token.ts";
import type { Call } from "#core/verb.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { listPrivateTokens } from "#domain/tokens/list-private-tokens.ts";
import { listTokens } from "#domain/tokens/list-tokens.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Makes the tokens of the demo person that are not there yet; by name. Nobody gets to see their secrets. */
export async function makeTokens(call: () => Call): Promise<Map<string, Token>> {
  const list = async () => {
    const page = { limit: 100 };
    const [personal, signed] = [await listTokens(call(), page), await listPrivateTokens(call(), page)];
    return new Map([...personal.data, ...signed.data].map((token) => [token.name, token]));
  };
  const before = await list();
  if (!before.has("Notebook"))
    await createToken(
      call(),
      createToken.input.parse({ name: "Notebook", preset: "data_access", expires_at: inDays(75) }),
    );
  if (!before.has("Shell on the laptop"))
    await createToken(
      call(),
      createToken.input.parse({ name: "Shell on the laptop", preset: "full_access", expires_at: inDays(6) }),
    );
  if (!before.has("Reporting service"))
    await createPrivateToken(
      call(),
      createPrivateToken.input.parse({ name: "Reporting service", scopes: ["data:read"], expires_at: inDays(300) }),
    );
  return list();
}
