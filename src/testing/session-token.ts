import type { Principal } from "#core/principal.ts";
import { issueSessionTokens } from "#core/tokens/issue-session-tokens.ts";
import { newId } from "#lib/id.ts";
import type { World } from "./world.ts";

/** The access token of a session over the API, as `POST /auth/login` gives one, without the password. */
export async function sessionToken(
  { owner: sql, runtime }: World,
  { user, orgId }: Pick<Principal, "user" | "orgId">,
): Promise<{ id: string; token: string }> {
  const id = newId("ses");
  await sql`insert into sessions (id, user_id, org_id, expires_at, method)
    values (${id}, ${user.id}, ${orgId}, now() + interval '14 days', 'api')`;
  return { id, token: (await issueSessionTokens(runtime, id, "")).access_token };
}
